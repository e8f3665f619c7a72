/** Node 22 warns that its SQLite module is experimental; Node 24 has the same module without the warning. Every other warning is shown. */
export function hideSqliteWarning(): void {
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    const [warning, type] = args;
    if (type === "ExperimentalWarning" && String(warning).startsWith("SQLite")) return;
    emitWarning(...args);
  };
}
