// Prints types as TypeScript without the helpers that they were computed with: only their properties are left.
import ts from 'typescript';

/**
 * Declarations of all types that a file exports. A type that equals an exported one is printed by that name.
 * @throws if the file does not compile
 */
export function plainTypes(file: string, options: ts.CompilerOptions): string {
  const program = ts.createProgram([file], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const own = source && checker.getSymbolAtLocation(source);
  if (!own) throw new Error(`${file} exports nothing`);
  const [fault] = ts.getPreEmitDiagnostics(program, source);
  if (fault) throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));

  const exported = checker.getExportsOfModule(own).map((symbol) => ({
    name: symbol.name,
    type: checker.getDeclaredTypeOfSymbol(symbol),
    comment: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
  }));
  const names = new Map(exported.map(({ name, type }) => [type, name]));
  const namesOfTexts = new Map<string, string>();

  const shown = (type: ts.Type): string => {
    const name = names.get(type);
    if (name !== undefined) return name;
    const text = expanded(type);
    return namesOfTexts.get(text) ?? text;
  };

  function expanded(type: ts.Type): string {
    if (type.flags & ts.TypeFlags.Boolean) return 'boolean';
    if (type.isUnion()) return unionOf(type);
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return objectOf(type);
    return checker.typeToString(type);
  }

  function unionOf({ types }: ts.UnionType): string {
    const texts = new Set(types.map(shown));
    if (texts.delete('true') && texts.delete('false')) texts.add('boolean');
    return [...texts].join(' | ');
  }

  function objectOf(type: ts.Type): string {
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      if (!item) throw new Error('an array without the type of its items');
      const isReadonly = type.symbol.name === 'ReadonlyArray';
      return `${isReadonly ? 'Readonly' : ''}Array<${shown(item)}>`;
    }
    const indexed = checker
      .getIndexInfosOfType(type)
      .map((info) => `[name: ${shown(info.keyType)}]: ${shown(info.type)}`);
    const properties = checker.getPropertiesOfType(type).map((property) => {
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      return `${keyOf(property.name)}${isOptional ? '?' : ''}: ${shown(checker.getTypeOfSymbol(property))}`;
    });
    return `{ ${[...indexed, ...properties].map((one) => `${one};`).join(' ')} }`;
  }

  // The smallest first, so that the larger ones can refer to them.
  const texts = exported.map((one) => ({ ...one, text: expanded(one.type) }));
  for (const { name, text } of texts.toSorted(
    (one, other) => one.text.length - other.text.length,
  )) {
    if (text.length > 40) namesOfTexts.set(text, name);
  }
  return texts
    .map(({ name, type, comment }) => {
      const doc = comment ? `/** ${comment.replaceAll('\n', ' ')} */\n` : '';
      return `${doc}export type ${name} = ${expanded(type)};\n`;
    })
    .join('');
}

const keyOf = (name: string) => (/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name));
