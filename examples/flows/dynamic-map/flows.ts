import { flow, map, task } from "acme-engine";

interface Reading {
  sensor: string;
  celsius: number;
}

const listReadings = task(
  { name: "listReadings" },
  async ({ station }: { station: string }): Promise<{ readings: Reading[] }> => ({
    readings: [
      { sensor: `${station}/roof`, celsius: 41 },
      { sensor: `${station}/cellar`, celsius: 12 },
    ],
  }),
);

const raiseAlarm = task(
  { name: "raiseAlarm" },
  async ({ sensor }: { sensor: string; celsius: number }): Promise<{ alarm: string }> => ({
    alarm: `alarm-${sensor}`,
  }),
);

const store = task(
  { name: "storeReading" },
  async ({ sensor, celsius }: Reading): Promise<{ key: string }> => ({ key: `${sensor}=${celsius}` }),
);

/** How many items there are is known only when it runs; each takes the way that its own value asks for. */
export const checkStation = flow(
  { name: "check-station" },
  async ({ station, limit }: { station: string; limit: number }) => {
    const { readings } = await listReadings({ station });
    const results = await map(
      readings,
      async (reading) => {
        if (reading.celsius > limit) {
          const { alarm } = await raiseAlarm(reading);
          return { sensor: reading.sensor, alarm };
        }
        const { key } = await store(reading);
        return { sensor: reading.sensor, key };
      },
      { concurrency: 5 },
    );
    return { station, results };
  },
);
