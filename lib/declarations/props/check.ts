// Checks the props of constructs by the table that is made of their TypeScript interfaces. What is wrong is noted as a fault of the props, and a
// stand-in takes its place, so that the construct goes on, and its other faults are found in the same run.
import { Construct, type IConstruct } from "constructs";
import { Token } from "cdktf";
import { COMPLIANT_FACTS, RULES, type Rule } from "../../rules";
import { isKnown, listed, plainly, resembling, textFault } from "../../values";
import { addFaults, notedOf, pathTo as join, unstorable, type LateFaults, type PropFault } from "./faults";
import {
  CLASSES,
  constructProps,
  ENUMS,
  interfaceOf,
  META_ARGUMENTS,
  type Prop,
  type PropInterface,
  type PropType,
} from "./types";
import { currentWord, renamedProps, warnOfOldName } from "./renamed";
import { described, meantWord, wanted } from "./words";
import { isStandIn, standInNumber, standInText } from "./stand-ins";
import { produced } from "../tokens";

/** Text that Terraform evaluates: what it becomes, nobody knows here. */
const EXPRESSION = /[$%]\{/u;

/**
 * The props, where all is well; else a copy with stand-ins that has the faults.
 * @param name of the interface, or `Class.method` for the parameters of a static method
 * @param judgedElsewhere a prop whose lack and kind another rule judges
 */
export function sound<T extends object>(name: string, props: T, judgedElsewhere?: string): T {
  const found: (PropFault | LateFaults)[] = [];
  const checked = new Check(found, judgedElsewhere, name === "HuaweicloudProviderProps").object(
    interfaceOf(name),
    props,
    "",
  ) as T;
  addFaults(checked, found);
  return checked;
}

/** Ids and places: an empty one, or one that is absent, is one that names nothing, which rules such as `key/named` find at every entry point. */
const NAMES = new Set(
  (
    "account agencyName bucket enterpriseProjectId id imageId keyId objectKey owner project projectId projectName region " +
    "targetBucket targetRegion vaultId"
  ).split(" "),
);

/** Paths of files: an empty one is the folder that the program runs in. */
const FILES = new Set(["inventory", "pin"]);

/** Whether such a rule judges it: of text whatever is no token, of members and keys too. */
function isJudgedAsName(name: string, prop: Prop | undefined): boolean {
  return NAMES.has(name) && prop?.type.kind === "scalar" && prop.type.name === "string";
}

/** Names among them that no rule asks for, as long as they are text. */
const UNASKED: Readonly<Record<string, readonly string[]>> = {
  ImageFacts: ["account", "keyId", "project", "region"],
  KeyAttributes: ["region"],
  SourceImageLookup: ["region"],
  VaultAttributes: ["region"],
};

const isUnasked = (type: PropInterface, name: string): boolean =>
  Object.entries(UNASKED).some(([one, names]) => names.includes(name) && type === interfaceOf(one));

/** The prop that encrypts, for a name that speaks of keys, such as `kmsKeyId`: what is dropped leaves an image without encryption. */
function encryptionMeant(name: string, { props }: PropInterface): string | undefined {
  if (!/key|encrypt/iu.test(name)) return undefined;
  return (
    ["encryption", "keyId"].find((one) => props.has(one)) ??
    (props.has("destinations") ? "destinations[].encryption" : undefined)
  );
}

const OF_TERRAFORM =
  ", an argument of Terraform resources, which would be dropped here: set it by an override of the resource";

/** Of what works on an image and makes none. */
const NO_KEY_HERE =
  "a key, which only a replica has: make one with it (ReplicatedImage with Encryption.kms), and take that as the source";

const isKeyOfNone = (name: string, { props }: PropInterface): boolean =>
  /kms|cmk|encrypt|^key_?(?:id)?$/iu.test(name) && props.has("source");

class Check {
  public constructor(
    private readonly found: (PropFault | LateFaults)[],
    private readonly judgedElsewhere?: string,
    /** A provider may have no replica, whose rules judge its region and account. */
    private readonly isProvider = false,
    /** What messages say before a value. */
    private readonly madeBy = "",
  ) {}

  public object(type: PropInterface, written: unknown, path: string): object {
    if (!isPropsObject(type, written)) {
      this.wrong(path, written, "an object");
      return this.standInOf(type);
    }
    const [given, oldNames] = this.current(type, written, path);
    // Messages use the name that the program uses.
    const pathOf = (name: string): string => join(path, oldNames.get(name) ?? name);
    let copy: Record<string, unknown> | undefined;
    const replace = (name: string, value: unknown): void => {
      copy ??= copyOf(type, given);
      copy[name] = value;
    };
    for (const name of type.required) {
      if (given[name] !== undefined && given[name] !== null) continue;
      const isLeft = this.leaves(type, name, given);
      if (isLeft && !this.isProvider) continue;
      this.fault("prop/given", pathOf(name), (full) => ({ "props.missing": [`"${full}"`] }));
      // A replica has a finding of its own for the id of an account that is missing: that the provider has one, too, is for a stack without any.
      if (!isLeft) replace(name, this.standIn(type.props.get(name)));
    }
    for (const name in given) {
      const value = given[name];
      if (value === undefined) continue;
      const prop = type.props.get(name);
      if (prop === undefined) {
        this.unknown(type, name, path);
        continue;
      }
      if (value === null && prop.required) continue;
      const at = pathOf(name);
      const isLeft = this.leaves(type, name, given);
      const checked = isLeft && !isLate(value) ? this.text(value, at) : this.value(prop, value, at);
      // The value stays, for the rule of a replica: that it is none, too, is for a stack without any.
      if (isLeft && this.isProvider && !this.passes(prop.type, value)) this.value(prop, value, at);
      if (checked !== value) replace(name, checked);
    }
    return copy ?? given;
  }

  /** The props by their current names, and the names of 0.1.0 that the program uses, by the current ones. */
  private current(
    type: PropInterface,
    given: Record<string, unknown>,
    path: string,
  ): readonly [Record<string, unknown>, ReadonlyMap<string, string>] {
    const oldNames = new Map<string, string>();
    let current = given;
    for (const [old, name] of renamedProps(type.props)) {
      if (given[old] === undefined) continue;
      warnOfOldName(old, name);
      if (given[name] !== undefined) {
        const twice = `names two: "${join(path, name)}" and "${old}", its name of 0.1.0`;
        this.fault("prop/consistent", path, () => ({ "props.contradictions": [twice] }));
      } else {
        oldNames.set(name, old);
      }
      const { [old]: value, ...rest } = copyOf(type, current);
      current = { ...rest, [name]: given[name] ?? value };
    }
    return [current, oldNames];
  }

  /** Whether another rule judges the prop. */
  private leaves(type: PropInterface, name: string, given: Record<string, unknown>): boolean {
    const value = given[name];
    if (name === this.judgedElsewhere && type.props.get(name)?.type.kind !== "scalar") return !Array.isArray(value);
    // What is there and is no text has another fault than a name that is missing.
    if (value !== undefined && value !== null && typeof value !== "string" && !isToken(value)) return false;
    if (name === this.judgedElsewhere) return true;
    const isOwnOfProvider = this.isProvider && (name === "region" || !(name in given));
    if (typeof given[name] !== "string" && isUnasked(type, name)) return false;
    return !isOwnOfProvider && isJudgedAsName(name, type.props.get(name));
  }

  /** The value, or what stands in for it. */
  private value(prop: Prop, value: unknown, path: string): unknown {
    const { type } = prop;
    if (type.kind === "enum") value = currentWord(type.name, value);
    if (holdsItself(value)) {
      this.wrong(path, value, `${wanted(type)}, and none that holds itself`);
      return this.standIn(prop);
    }
    if (this.passes(type, value)) {
      if (isLate(value)) return this.late(prop, value, path);
      if (FILES.has(path) && String(value).trim() === "") {
        this.wrong(path, value, "the path of a file");
        return this.standIn(prop);
      }
      if (type.kind === "scalar") value = this.text(value, path);
      return typeof value !== "number" || Token.isUnresolved(value) || this.bounded(value, path)
        ? value
        : standInNumber();
    }
    if (type.kind === "object") return this.object(type.of, value, path);
    if (type.kind === "list" && Array.isArray(value)) return this.list(type.of, value, path);
    if (type.kind === "map" && isPlain(value)) return this.map(type.of, value, path);
    if (type.kind === "class" && isOfClass(type.name, value)) return this.instance(type.name, value, path);
    if (type.kind === "union" && type.of.some((one) => this.isOfKind(one, value))) {
      const fitting = type.of.find((one) => this.isOfKind(one, value));
      return fitting === undefined ? value : this.value({ type: fitting, required: true }, value, path);
    }
    const wants =
      typeof value === "number" && Number.isFinite(value) && type.kind === "scalar" && type.name === "number"
        ? `a number of at most ${String(MOST)}`
        : wanted(type);
    this.wrong(path, value, `${wants}${meantWord(type, value)}`);
    return this.standIn(prop);
  }

  /** Checks what a token stands for once that is known: an id that is absent by then would be none in silence. */
  private late(prop: Prop, token: unknown, path: string): unknown {
    const dot = path.lastIndexOf(".");
    const name = path.slice(dot + 1);
    const found = (scope: IConstruct): readonly PropFault[] => {
      const value = produced(token, scope);
      const isName = NAMES.has(name) || name === this.judgedElsewhere;
      const isAbsent = value === undefined && !prop.required && !isName;
      if (!isKnown(value) || isAbsent) return [];
      const faults: (PropFault | LateFaults)[] = [];
      new Check(faults, undefined, false, "a token that becomes ").value(prop, value, name);
      return faults.filter((fault) => "facts" in fault);
    };
    this.found.push({ path: path.slice(0, Math.max(dot, 0)), found });
    return typeof token === "object" && !Array.isArray(token) ? typed(prop.type, token) : token;
  }

  /** Text as it is where it can be stored; all else, too. */
  private text(value: unknown, path: string): unknown {
    const fault = typeof value === "string" ? textFault(value) : undefined;
    if (fault === undefined) return value;
    this.found.push(unstorable(path, fault));
    return standInText();
  }

  /** Tokens pass for all but objects that a program has to hand over itself; words pass where an enum has them. */
  private passes(type: PropType, value: unknown): boolean {
    if (type.kind === "any") return true;
    if (type.kind === "enum" && typeof value === "string" && ENUMS[type.name]?.includes(value) === true) return true;
    if (type.kind === "literal" && value === type.text) return true;
    if (type.kind === "scalar" && typeof value === type.name && value !== null && !isUnbounded(value)) return true;
    // One that is missing is a member without an id.
    if (type.kind === "class") return type.name === "Member" && (value === undefined || value === null);
    return isToken(value);
  }

  private isOfKind(type: PropType, value: unknown): boolean {
    if (this.passes(type, value)) return true;
    if (type.kind === "list") return Array.isArray(value);
    if (type.kind === "map" || type.kind === "object") return isPlain(value);
    return type.kind === "class" && isOfClass(type.name, value);
  }

  private list(type: PropType, values: readonly unknown[], path: string): readonly unknown[] {
    this.bounded(values.length, path);
    const all = values.map((value, index) => this.value({ type, required: true }, value, `${path}[${String(index)}]`));
    const checked = all.filter((value) => value !== undefined || this.passes(type, value));
    const isSame = checked.length === values.length && checked.every((value, index) => value === values[index]);
    return isSame ? values : checked;
  }

  private map(type: PropType, values: Readonly<Record<string, unknown>>, path: string): unknown {
    let copy: Record<string, unknown> | undefined;
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const fault = textFault(name);
      if (fault !== undefined) this.found.push(unstorable(path, fault, ` with the name ${JSON.stringify(name)}`));
      const checked = this.value({ type, required: true }, value, join(path, name));
      if (checked !== value) (copy ??= { ...values })[name] = checked;
    }
    return copy ?? values;
  }

  /** A value that has faults of its own tells them here; an image that the program makes up is looked into. */
  private instance(name: string, value: object, path: string): unknown {
    for (const fault of notedOf(value)) this.found.push({ ...fault, path: join(path, fault.path) });
    if (!name.startsWith("IImage") || Construct.isConstruct(value) || !isPlain(value)) return value;
    const imageId = this.text(value.imageId, join(path, "imageId"));
    const facts = this.object(interfaceOf("ImageFacts"), value.facts, join(path, "facts"));
    return facts === value.facts && imageId === value.imageId ? value : { ...value, imageId, facts };
  }

  private bounded(value: number, path: string): boolean {
    const numbers = (full: string) => ({ "props.numbers": { [full]: value } });
    const sheet = { ...COMPLIANT_FACTS.copyImage, ...numbers(path) };
    const broken = bounds().filter((rule) => !rule.check(sheet, undefined as never));
    for (const { id } of broken) this.fault(id as PropFault["rule"], path, numbers);
    return broken.length === 0;
  }

  private unknown(type: PropInterface, name: string, path: string): void {
    const why = this.reason(type, name, path);
    if (why === undefined) return;
    this.fault("prop/known", join(path, name), (full) => ({ "props.unknown": [`"${full}"${why}`] }));
  }

  /** Why an unknown prop is an error; undefined for one that a program may have for purposes of its own. */
  private reason(type: PropInterface, name: string, path: string): string | undefined {
    const isSame = (one: string): boolean => plainly(one) === plainly(name);
    if (path === "" && META_ARGUMENTS.includes(name)) return OF_TERRAFORM;
    const like = resembling(name, [...type.props.keys()]) ?? encryptionMeant(name, type);
    if (like !== undefined) return ` (did you mean "${like}"?)`;
    if (isKeyOfNone(name, type)) return `, ${NO_KEY_HERE}`;
    if (path === "" && [...META_ARGUMENTS, "timeouts", "provisioner"].some(isSame)) return OF_TERRAFORM;
    const constructs = constructProps();
    if (![...constructs.values()].includes(type)) return undefined;
    const owners = [...constructs].flatMap(([owner, { props }]) => ([...props.keys()].some(isSame) ? [owner] : []));
    return owners.length === 0 ? undefined : `, which is a prop of ${listed(owners, 3)}`;
  }

  private wrong(path: string, value: unknown, wants: string): void {
    this.fault("prop/kind", path, (full) => ({
      "props.wrongKind": [
        `${this.madeBy}${described(value)} as ${full === "" ? "its props" : `"${full}"`}, which takes ${wants}`,
      ],
    }));
  }

  private fault(rule: PropFault["rule"], path: string, facts: PropFault["facts"]): void {
    this.found.push({ rule, path, facts });
  }

  private standIn(prop: Prop | undefined): unknown {
    if (prop === undefined) return undefined;
    const { type, required } = prop;
    switch (type.kind) {
      case "scalar":
        if (type.name === "number") return standInNumber();
        return type.name === "string" || required ? standInText() : undefined;
      case "class":
        return this.standInOfClass(type.name);
      case "object":
        return required ? this.standInOf(type.of) : undefined;
      case "list":
        return required ? this.listOf(type.of) : undefined;
      case "map":
        return required ? {} : undefined;
      case "any":
        return undefined;
      case "union":
        return type.of[0] === undefined ? undefined : this.standIn({ type: type.of[0], required });
      case "enum":
      case "literal":
        return required ? standInText() : undefined;
    }
  }

  private listOf(type: PropType): readonly unknown[] {
    const element = this.standIn({ type, required: true });
    return element === undefined ? [] : [element];
  }

  private standInOf(type: PropInterface): object {
    return Object.fromEntries(type.required.map((name) => [name, this.standIn(type.props.get(name))]));
  }

  /** Of a class of our own, an object that is read as one of it; of others, none. */
  private standInOfClass(name: string): unknown {
    const members = CLASSES[name];
    if (members?.isOurs !== true) return undefined;
    const made = Object.fromEntries([...members.of.props].map(([member, prop]) => [member, this.standIn(prop)]));
    // Facts that are left out are not known: one stand-in tells that they are not understood either.
    return "facts" in made ? { ...made, facts: { region: standInText() } } : made;
  }
}

/** The rules of numbers. Found at the first number: an import of the library does not read the rules. */
const bounds = (): readonly Rule[] =>
  (numberRules ??= RULES.filter(({ inputs: reads }) => reads.includes("props.numbers")));
let numberRules: readonly Rule[] | undefined;

const isUnbounded = (value: unknown): boolean => typeof value === "number" && !(Math.abs(value) <= MOST);

/** Forecasts of more would be infinite. */
const MOST = Number.MAX_SAFE_INTEGER;

function isToken(value: unknown): boolean {
  if (typeof value === "string") return EXPRESSION.test(value);
  // cdktf looks into lists for tokens, without an end where one holds itself.
  return Array.isArray(value)
    ? value.length === 1 && typeof value[0] === "string" && Token.isUnresolved(value[0])
    : Token.isUnresolved(value);
}

/** A token as one of its kind, which is not known where it becomes another. */
function typed(type: PropType, token: unknown): unknown {
  if (type.kind === "list") return Token.asList(token);
  if (type.kind === "enum") return Token.asString(token);
  if (type.kind !== "scalar") return token;
  return type.name === "number" ? Token.asNumber(token) : type.name === "string" ? Token.asString(token) : token;
}

/** A token of the program, which may tell its value by the time of synth; an expression that is written out does not. */
const isLate = (value: unknown): boolean => isToken(value) && Token.isUnresolved(value) && !isStandIn(value);

/** Copies of a package have classes of their own: they are told by their members. */
function isOfClass(name: string, value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const members = CLASSES[name];
  if (members === undefined) return true;
  for (const [member, { type }] of members.of.props) {
    if (!(member in value)) return false;
    if (members.isValue && type.kind === "object" && !hasRequired(type.of, (value as never)[member])) return false;
  }
  return !members.isValue || !isPlain(value);
}

function hasRequired({ required }: PropInterface, value: unknown): boolean {
  return typeof value === "object" && value !== null && required.every((name) => name in value);
}

/** Whether plain objects and lists lead back to where they start: what looks into them would not come to an end. */
function holdsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (!isPlain(value) && !Array.isArray(value)) return false;
  return above.includes(value) || Object.values(value).some((one) => holdsItself(one, [...above, value]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A plain object, or one of a class of the program that has props of the interface. */
function isPropsObject(type: PropInterface, value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (isPlain(value)) return true;
  return !Construct.isConstruct(value) && [...type.props.keys()].some((name) => name in value);
}

function copyOf(type: PropInterface, given: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...given };
  for (const name of type.props.keys()) if (name in given) copy[name] = given[name];
  return copy;
}
