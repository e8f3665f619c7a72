/**
 * How a state reads and writes data. `JSONPath`: `InputPath`, `Parameters`, `ResultSelector`, `ResultPath`, `OutputPath`
 * and fields that end in `.$`. `JSONata`: `Arguments`, `Output` and strings `{% … %}`.
 */
export type QueryLanguage = "JSONPath" | "JSONata";
