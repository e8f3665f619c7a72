import { flow, FlowError, task } from "acme-engine";

export class WrongAmount extends FlowError {}
export class CashMachineEmpty extends FlowError {}

const dispense = task(
  { name: "dispenseNotes" },
  async ({ note, count }: { note: number; count: number }): Promise<{ dispensed: number }> => {
    if (count > 40) throw new CashMachineEmpty(`not ${count} notes of ${note}`);
    return { dispensed: note * count };
  },
);

/** Each drawer gives what it can, and hands what is left to the next. */
export const withdraw = flow({ name: "withdraw" }, async ({ amount }: { amount: number }) => {
  if (amount <= 0 || amount % 10 !== 0)
    throw new WrongAmount(`${amount} cannot be given in notes of 50, 20 and 10`);
  const fifties = Math.floor(amount / 50);
  const twenties = Math.floor((amount % 50) / 20);
  const tens = ((amount % 50) % 20) / 10;
  if (fifties > 0) await dispense({ note: 50, count: fifties });
  if (twenties > 0) await dispense({ note: 20, count: twenties });
  if (tens > 0) await dispense({ note: 10, count: tens });
  return { amount, fifties, twenties, tens };
});
