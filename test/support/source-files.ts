import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** One import, re-export or dynamic import. */
export interface Import {
  /** A path from the checkout's root, or a package's name; all of Node's modules are `node`. */
  to: string;
  isFile: boolean;
  typeOnly: boolean;
}

/** What is read of a TypeScript file without running it. */
export interface SourceFile {
  /** From the checkout's root, with slashes. */
  path: string;
  lines: number;
  imports: Import[];
  /** Exported names without a doc comment on any of their declarations. */
  undocumented: string[];
  readsEnvironment: boolean;
  /** Titles of tests, each with those of its describes before it. */
  testTitles: string[];
}

/** Not what is called on a variable of the same name. */
const TEST_CALL =
  /^(describe|it|test)(?:\.(?:each|for|skip|only|concurrent|sequential|skipIf|runIf)\b[^]*)?$/;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Parses every TypeScript file of the folders. */
export function readSourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .sort()
      .map((name) => readSourceFile(`${folder}/${name.replaceAll("\\", "/")}`)),
  );
}

function readSourceFile(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return {
    path,
    lines: text.split("\n").length - 1,
    imports: nodesOf(tree).flatMap((node) => importsOf(node, path)),
    undocumented: undocumentedExports(tree),
    readsEnvironment: nodesOf(tree).some(
      (node) => ts.isPropertyAccessExpression(node) && node.getText() === "process.env",
    ),
    testTitles: testTitles(tree, []),
  };
}

function nodesOf(node: ts.Node): ts.Node[] {
  return node.getChildren().flatMap((child) => [child, ...nodesOf(child)]);
}

function importsOf(node: ts.Node, path: string): Import[] {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literal(node.arguments[0], path, false);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return literal(node.argument.literal, path, true);
  }
  if (ts.isImportDeclaration(node)) return literal(node.moduleSpecifier, path, isTypeOnly(node.importClause));
  if (ts.isExportDeclaration(node)) return literal(node.moduleSpecifier, path, node.isTypeOnly);
  return [];
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function literal(node: ts.Node | undefined, path: string, typeOnly: boolean): Import[] {
  if (!node || !ts.isStringLiteral(node)) return [];
  const isFile = node.text.startsWith(".");
  const [scope = "", name = ""] = node.text.split("/");
  const packageName = scope.startsWith("@") ? `${scope}/${name}` : scope.replace(/^node:.*/, "node");
  const to = isFile ? normalize(join(dirname(path), node.text)).replaceAll("\\", "/") : packageName;
  return [{ to, isFile, typeOnly }];
}

/** A schema and the type of its name are one export: one comment is enough for both. */
function undocumentedExports(tree: ts.SourceFile): string[] {
  const documented = new Map<string, boolean>();
  for (const statement of tree.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    const modifiers = ts.getModifiers(statement) ?? [];
    if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) continue;
    const hasComment = ts.getJSDocCommentsAndTags(statement).length > 0;
    for (const name of namesOf(statement)) documented.set(name, hasComment || documented.get(name) === true);
  }
  return [...documented].flatMap(([name, has]) => (has ? [] : [name]));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const { name } = statement as ts.Statement & { name?: ts.Identifier };
  return [name?.text ?? "default"];
}

function testTitles(node: ts.Node, above: string[]): string[] {
  return node.getChildren().flatMap((child) => {
    if (!ts.isCallExpression(child)) return testTitles(child, above);
    const called = TEST_CALL.exec(child.expression.getText())?.[1];
    const [title] = child.arguments;
    if (!called || !title || !ts.isStringLiteralLike(title)) return testTitles(child, above);
    const titles = [...above, title.text];
    return called === "describe" ? testTitles(child, titles) : [titles.join(" > ")];
  });
}
