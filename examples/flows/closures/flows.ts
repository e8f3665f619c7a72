import { flow, map, task } from "acme-engine";

const paint = task(
  { name: "paint" },
  async ({ tile, colour }: { tile: string; colour: string }): Promise<{ painted: string }> => ({
    painted: `${tile}:${colour}`,
  }),
);

/** Callbacks read what is around them: constants of the flow, and the item of the map that they are in. */
export const paintFloor = flow(
  { name: "paint-floor" },
  async ({ rows, columns, palette }: { rows: string[]; columns: number[]; palette: string[] }) => {
    const prefix = `floor of ${rows.length} by ${columns.length}`;
    const colourOf = (index: number) => palette[index % palette.length] ?? "white";
    const floor = await map(rows, async (row, rowIndex) => {
      const rowName = `${prefix}/${row}`;
      return map(columns, async (column) => {
        const { painted } = await paint({
          tile: `${rowName}/${column}`,
          colour: colourOf(rowIndex + column),
        });
        return painted;
      });
    });
    return { prefix, floor };
  },
);
