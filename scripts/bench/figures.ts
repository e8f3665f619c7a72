/** `48,210/s`; slow things keep a digit. */
export function perSecond(rate: number): string {
  const digits = rate < 100 ? 1 : 0;
  return `${rate.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}/s`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
