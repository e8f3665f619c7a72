/** Rounds to a number of decimal places, a half to the even neighbour; the shift is made in the decimal text, where it is exact. */
export function round(value: number, precision = 0): number {
  const shifted = precision === 0 ? value : shift(value, precision);
  let result = Math.round(shifted);
  if (Math.abs(result - shifted) === 0.5 && Math.abs(result % 2) === 1) result -= 1;
  if (precision !== 0) result = shift(result, -precision);
  // JSON has no negative zero.
  return result === 0 ? 0 : result;
}

function shift(value: number, places: number): number {
  const [digits, exponent] = String(value).split("e");
  return Number(`${digits}e${Number(exponent ?? 0) + places}`);
}
