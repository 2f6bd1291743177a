/** The part of the WebAssembly interface that is used here; the types of Node leave it to those of browsers. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]?: string;
  }
  interface Instance {
    readonly exports: object;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  const Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
  type ModuleImports = Readonly<Record<string, Memory | ((...args: readonly number[]) => number | undefined)>>;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Readonly<Record<string, ModuleImports>>): Promise<Instance>;
}
