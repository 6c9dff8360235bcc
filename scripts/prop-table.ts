// Makes lib/declarations/props/props.json of the TypeScript interfaces: what each public interface of props takes, so that a program which no type
// check has seen can be checked when it runs. `node --import tsx scripts/prop-table.ts` writes it; the build does so too.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A type: its name, or a list, a map or a union of types. */
type PropType = string | readonly [string, ...PropType[]];

/** Props by name; a name with "?" is optional. */
type Interface = Record<string, PropType>;

interface PropTable {
  /** Objects that a program writes; and the parameters of static methods, by `Class.method`. */
  readonly interfaces: Record<string, Interface>;
  /** Objects that a program is given: the members that tell them from others. */
  readonly classes: Record<string, Interface>;
  /** The words of each enum. */
  readonly enums: Record<string, readonly string[]>;
  /** Arguments that Terraform has for every resource. */
  readonly metaArguments: readonly string[];
}

const ROOT = join(__dirname, "..");
export const PROP_TABLE_FILE = join(ROOT, "lib", "declarations", "props", "props.json");

/** Names of interfaces that programs write. */
const WRITTEN = /(?:Props|Attributes|Query|Lookup|Options|^ExpectedImage|^ImageFacts)$/u;
/** Interfaces whose names fit, and which programs are given. */
const GIVEN = ["ImageLookup"];
/** Classes of plain values: the parameters of their static methods are checked as props are. */
const VALUES = ["Agency", "Destination", "Encryption", "Key", "Member", "Vault"];

export function propTableText(): string {
  const entries = ["index.ts", join("testing", "index.ts")].map((file) => join(ROOT, "lib", file));
  const program = ts.createProgram(entries, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    esModuleInterop: true,
  });
  return `${JSON.stringify(new Reader(program).read(entries), null, 1)}\n`;
}

class Reader {
  private readonly checker: ts.TypeChecker;
  private readonly table: PropTable = { interfaces: {}, classes: {}, enums: {}, metaArguments: [] };

  public constructor(private readonly program: ts.Program) {
    this.checker = program.getTypeChecker();
  }

  public read(entries: readonly string[]): PropTable {
    const exported = entries.flatMap((entry) => this.exportsOf(entry));
    for (const symbol of exported) {
      if (WRITTEN.test(symbol.name) && !GIVEN.includes(symbol.name)) this.nameOf(symbol);
      if (VALUES.includes(symbol.name)) this.addMethods(symbol);
    }
    const metaArguments = this.metaArguments(exported);
    const used = JSON.stringify([this.table.interfaces, Object.values(this.table.classes)]);
    const classes = Object.entries(this.table.classes).filter(([name]) => used.includes(`"${name}"`));
    return {
      interfaces: sorted(this.table.interfaces),
      classes: sorted(Object.fromEntries(classes)),
      enums: sorted(this.table.enums),
      metaArguments,
    };
  }

  private exportsOf(entry: string): readonly ts.Symbol[] {
    const file = this.program.getSourceFile(entry);
    const module = file && this.checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entry} is no module`);
    return this.checker.getExportsOfModule(module).map((symbol) => this.resolved(symbol));
  }

  private resolved(symbol: ts.Symbol): ts.Symbol {
    return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The name of a class, interface or enum, which is put into the table where it is not there yet. */
  private nameOf(symbol: ts.Symbol): string {
    const { name, flags } = symbol;
    const { interfaces, classes, enums } = this.table;
    if (name in interfaces || name in classes || name in enums) return name;
    if ((flags & ts.SymbolFlags.Enum) !== 0) {
      enums[name] = this.wordsOf(symbol);
    } else if ((flags & ts.SymbolFlags.Class) !== 0 || /^I[A-Z]/u.test(name)) {
      classes[name] = {};
      classes[name] = this.membersOf(symbol);
    } else {
      interfaces[name] = {};
      interfaces[name] = this.propsOf(this.checker.getDeclaredTypeOfSymbol(symbol));
    }
    return name;
  }

  private wordsOf(symbol: ts.Symbol): readonly string[] {
    const members = [...(symbol.exports?.values() ?? [])].flatMap(({ valueDeclaration }) => {
      const value =
        valueDeclaration && ts.isEnumMember(valueDeclaration) && this.checker.getConstantValue(valueDeclaration);
      return typeof value === "string" ? [value] : [];
    });
    return members.sort();
  }

  private propsOf(type: ts.Type): Interface {
    return sorted(
      Object.fromEntries(this.checker.getPropertiesOfType(type).flatMap((property) => this.propOf(property))),
    );
  }

  private propOf(property: ts.Symbol): readonly (readonly [string, PropType])[] {
    const declaration = property.valueDeclaration;
    if (declaration === undefined || isInternal(property)) return [];
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 ? "?" : "";
    if (!ts.isPropertySignature(declaration) || declaration.type === undefined) return [];
    return [[`${property.name}${optional}`, this.typeOf(declaration.type)]];
  }

  /** Of our own, the public members; of another package's, those that the class itself declares. */
  private membersOf(symbol: ts.Symbol): Interface {
    const members = [...(symbol.members?.values() ?? [])].flatMap((member) => {
      const declaration = member.valueDeclaration;
      if (declaration === undefined || isInternal(member) || (member.flags & ts.SymbolFlags.Optional) !== 0) return [];
      if ((ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0)
        return [];
      const hasType = ts.isPropertySignature(declaration) || ts.isParameter(declaration);
      const known = ts.isPropertyDeclaration(declaration) || ts.isAccessor(declaration) || hasType;
      return known ? [[member.name, this.memberType(declaration)] as const] : [];
    });
    const constructor = symbol.members?.get(ts.InternalSymbolName.Constructor)?.declarations?.[0];
    const parameters = constructor && ts.isConstructorDeclaration(constructor) ? constructor.parameters : [];
    const own = parameters.filter((one) => ts.isParameterPropertyDeclaration(one, one.parent));
    const inherited = /^I[A-Z]/u.test(symbol.name) ? this.inheritedOf(symbol) : {};
    return sorted({ ...inherited, ...Object.fromEntries(members), ...this.parametersOf(own) });
  }

  private inheritedOf(symbol: ts.Symbol): Interface {
    const bases = this.checker.getBaseTypes(this.checker.getDeclaredTypeOfSymbol(symbol) as ts.InterfaceType);
    return Object.assign({}, ...bases.map((base) => this.membersOf(base.symbol))) as Interface;
  }

  private memberType(declaration: ts.Declaration): PropType {
    const { type } = declaration as ts.PropertyDeclaration;
    return isOurs(declaration) && type !== undefined ? this.typeOf(type) : "any";
  }

  private parametersOf(parameters: readonly ts.ParameterDeclaration[]): Interface {
    return Object.fromEntries(
      parameters.flatMap((one) => {
        if (one.type === undefined || /@internal/u.test(one.getFullText())) return [];
        const optional = one.questionToken ?? one.initializer;
        return [[`${one.name.getText()}${optional ? "?" : ""}`, this.typeOf(one.type)] as const];
      }),
    );
  }

  private addMethods({ name, valueDeclaration }: ts.Symbol): void {
    if (valueDeclaration === undefined || !ts.isClassDeclaration(valueDeclaration)) return;
    for (const method of valueDeclaration.members) {
      if (!ts.isMethodDeclaration(method) || !method.modifiers?.some(isStatic)) continue;
      if (method.parameters.length > 0)
        this.table.interfaces[`${name}.${method.name.getText()}`] = this.parametersOf(method.parameters);
    }
  }

  private typeOf(node: ts.TypeNode): PropType {
    if (ts.isArrayTypeNode(node)) return ["[]", this.typeOf(node.elementType)];
    if (ts.isTypeOperatorNode(node) || ts.isParenthesizedTypeNode(node)) return this.typeOf(node.type);
    if (ts.isUnionTypeNode(node)) {
      const members = node.types.filter((one) => one.kind !== ts.SyntaxKind.UndefinedKeyword);
      const types = members.map((one) => this.typeOf(one));
      if (types.includes("any")) return "any";
      return types.length === 1 && types[0] !== undefined ? types[0] : ["|", ...types];
    }
    if (ts.isTypeLiteralNode(node)) {
      const [index] = node.members;
      if (index !== undefined && ts.isIndexSignatureDeclaration(index)) return ["{}", this.typeOf(index.type)];
    }
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return ["=", node.literal.text];
    if (ts.isTypeReferenceNode(node)) return this.referredTo(node);
    return node.getText();
  }

  private referredTo(node: ts.TypeReferenceNode): PropType {
    const symbol = this.checker.getSymbolAtLocation(node.typeName);
    if (symbol === undefined) throw new Error(`no type is called ${node.getText()}`);
    const target = this.resolved(symbol);
    const [element] = node.typeArguments ?? [];
    if (target.name === "Array" && element !== undefined) return ["[]", this.typeOf(element)];
    if ((target.flags & ts.SymbolFlags.TypeAlias) !== 0) {
      const alias = target.declarations?.find((one) => ts.isTypeAliasDeclaration(one));
      if (alias !== undefined && !isOurs(alias)) return "any";
      if (alias !== undefined && node.typeArguments === undefined) return this.typeOf(alias.type);
    }
    return this.nameOf(target);
  }

  /** As cdktf declares them for its resources. */
  private metaArguments(exported: readonly ts.Symbol[]): readonly string[] {
    const config = exported.find(({ name }) => name === "VendorResourceConfig");
    const base = this.checker.getBaseTypes(
      this.checker.getDeclaredTypeOfSymbol(config ?? fail("VendorResourceConfig is exported")) as ts.InterfaceType,
    );
    return base
      .flatMap((one) => this.checker.getPropertiesOfType(one))
      .map(({ name }) => name)
      .sort();
  }
}

function fail(what: string): never {
  throw new Error(`does not hold: ${what}`);
}

const isStatic = ({ kind }: ts.ModifierLike): boolean => kind === ts.SyntaxKind.StaticKeyword;

const isOurs = (node: ts.Node): boolean => !node.getSourceFile().isDeclarationFile;

function isInternal(symbol: ts.Symbol): boolean {
  return symbol.getJsDocTags().some(({ name }) => name === "internal");
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Writes the table where it is another one than the interfaces make. */
export function writePropTable(): void {
  const text = propTableText();
  if (readFileSync(PROP_TABLE_FILE, "utf8") !== text) writeFileSync(PROP_TABLE_FILE, text);
}

if (process.argv[1] === fileURLToPath(`file://${__filename}`)) writePropTable();
