// Each name in the doc comments and signatures of the package can be imported from it.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../support/workbench.ts';

const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);

/** A name of the package, where it is declared. */
interface Exported {
  readonly name: string;
  /** Nobody can construct it, so its constructor's types do not matter. */
  readonly isTypeOnly?: boolean;
  readonly declaration: ts.Node;
}

/** The exported names of a file, including those that it takes from others. */
function exportsOf(file: string): Exported[] {
  const source = parse(file);
  return source.statements.flatMap((statement): Exported[] => {
    if (ts.isExportDeclaration(statement) && statement.exportClause) {
      const from = statement.moduleSpecifier as ts.StringLiteral | undefined;
      const elements = (statement.exportClause as ts.NamedExports).elements ?? [];
      return elements.map((element) => {
        const original = (element.propertyName ?? element.name).text;
        const found = from?.text.startsWith('.')
          ? exportsOf(resolve(dirname(file), from.text)).find(({ name }) => name === original)
          : undefined;
        const isTypeOnly = element.isTypeOnly || statement.isTypeOnly;
        return {
          name: element.name.text,
          isTypeOnly,
          declaration: found?.declaration ?? statement,
        };
      });
    }
    return ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      ? namesOf(statement).map((name) => ({ name, declaration: statement }))
      : [];
  });
}

const namesOf = (statement: ts.Statement): string[] =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map(({ name }) => name.getText())
    : [(statement as ts.FunctionDeclaration).name?.text ?? ''];

const isHidden = (node: ts.Node) =>
  ts.isBlock(node) ||
  (ts.isClassElement(node) && node.name !== undefined && ts.isPrivateIdentifier(node.name));

/** What a reader sees of a declaration: the names in its doc comments, and the types in its signature. */
function mentionedIn({ declaration, isTypeOnly }: Exported): {
  comments: string[];
  types: string[];
} {
  const comments: string[] = [];
  const types: string[] = [];
  const visit = (node: ts.Node) => {
    if (isHidden(node) || (isTypeOnly && ts.isConstructorDeclaration(node))) return;
    for (const doc of (node as { jsDoc?: ts.Node[] }).jsDoc ?? []) comments.push(doc.getText());
    if (ts.isTypeReferenceNode(node)) types.push(node.typeName.getText().split('.')[0] ?? '');
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  const quotedNames = comments
    .join('\n')
    // A word in lower case alone is a prop or a field.
    .matchAll(/`(?:new )?(\w*[A-Z]\w*|\w+(?=\())(?:\(.*?\)|<.*?>)?`|\b([\w-]+\.ts)\b/g);
  return { comments: [...quotedNames].map(([, name, file]) => name ?? file ?? ''), types };
}

/** The file of ours from which a file imports each name. */
function importsOf(source: ts.SourceFile): ReadonlyMap<string, string> {
  const imports = source.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const bindings = statement.importClause?.namedBindings;
    if (!from.startsWith('.') || !bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map(({ name }): [string, string] => [name.text, from]);
  });
  return new Map(imports);
}

const { exports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
const entries = Object.entries<{ types?: string }>(exports).flatMap(([path, { types }]) =>
  types
    ? [{ path, file: resolve(root, types.replace('./dist/', '').replace('.d.ts', '.ts')) }]
    : [],
);
const exported = entries.flatMap(({ path, file }) =>
  exportsOf(file).map((each) => ({ ...each, path })),
);
const importable = new Set(exported.map(({ name }) => name));
/** All names that files of ours export: a name in a comment that is none of them is CDK's, or no name. */
const ours = new Set(
  globSync(['functions/**/*.ts', 'infra/**/*.ts', 'shared/**/*.ts', 'testing/**/*.ts'], {
    cwd: root,
  }).flatMap((file) => exportsOf(resolve(root, file)).map(({ name }) => name)),
);

/** Written out by the compiler where it is used: `Partial<Omit<ListConditions, 'filter'>>`. */
const withoutName = ['ListConditions'];

describe('the package', () => {
  it('has entries whose files exist', () => {
    expect(entries.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['.', './client', './workflow', './reading', './testing']),
    );
    for (const { file } of entries) expect([file, existsSync(file)]).toEqual([file, true]);
    for (const name of ['LiaisonService', 'workflow', 'addToLogLine', 'EventDetail', 'RunTime']) {
      expect(importable).toContain(name);
    }
  });

  it('exports what its doc comments name', () => {
    const missing = exported.flatMap(({ path, ...each }) =>
      mentionedIn(each)
        .comments.filter(
          (each) => each.endsWith('.ts') || (ours.has(each) && !importable.has(each)),
        )
        .map((each) => `${path} ${name}: ${each}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  it('exports the types in its signatures', () => {
    // The client's types are evaluated when the package is made.
    const evaluated = exported.filter(({ path }) => path !== './client');
    const missing = evaluated.flatMap(({ path, ...each }) => {
      const source = each.declaration.getSourceFile();
      const imports = importsOf(source);
      return mentionedIn(each)
        .types.filter(
          (type) => imports.has(type) && !importable.has(type) && !withoutName.includes(type),
        )
        .map((type) => `${path} ${each.name}: ${type} (${relative(root, source.fileName)})`);
    });
    expect([...new Set(missing)]).toEqual([]);
  });
});
