/** What Workers give for an import of a `.wasm` file: a `WebAssembly.Module`. */
declare const sqlite: object;
export default sqlite;
