/** One line of the table. */
export interface Row {
  what: string;
  /** With its unit; "not measured: …" where something is missing. */
  value: string;
  /** What the ratio is against, with its value. */
  peer?: string;
  ratio?: number;
  aim?: string;
  /** Of a bare JavaScript loop that does the same. */
  share?: string;
}
