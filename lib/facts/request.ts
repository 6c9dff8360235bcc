// One operation as an entry point hands it to the assembler of facts.
import type {
  FactsAbout,
  FactSheet,
  Named,
  NeededFactsAbout,
  ObjectFormat,
  OperationKind,
  ProgramFacts,
  ProjectNames,
  Site,
} from "../model";
import type { Knowable } from "../values";
import type { ImageView } from "./image-view";

/** A project that is asked for. */
export interface AskedMember {
  /** Null: that of the recorded project of its id, else the caller's own. */
  readonly account: string | null;
  /** What it is asked for by: its id, or its name where no id is known. */
  readonly project: string;
  /** Its name, where it is said besides the id. */
  readonly name?: string;
}

/** Who asks. */
export interface FactCaller {
  readonly account: Knowable<string>;
  readonly project: Knowable<string>;
  readonly region: Knowable<string>;
  /** All that the project is called. */
  readonly names: Knowable<ProjectNames>;
  /** The account's site, where the request says it. */
  readonly site?: Knowable<Site>;
}

/** What is known of a file that a request reads, without a look at the bucket. */
export interface KnownFile {
  readonly exists: Knowable<boolean>;
  readonly sizeGib: Knowable<number | null>;
  readonly format: Knowable<ObjectFormat | null>;
  readonly minDiskGib: Knowable<number | null>;
}

/** What is known of a file that a request reads, besides what is recorded. */
export interface FileKnown {
  /** As what makes it before says. */
  readonly made?: KnownFile | undefined;
  /** As the request says it, where it is not recorded. */
  readonly stated?: KnownFile | undefined;
}

/** One operation as somebody asks for it: what is said of it, and the names of what has to be looked up. */
export interface FactRequest {
  readonly operation: OperationKind;
  readonly caller: FactCaller;
  /** Undefined: there is none, or none that the caller can name. */
  readonly image: ImageView | undefined;
  /** The id of the image, where the request says it. */
  readonly imageId: Knowable<string | null>;
  /** The id by which members of the image are listed, where it is another. */
  readonly recordedId?: Knowable<string | null>;
  readonly replica: NeededFactsAbout<"replica">;
  readonly key?: Named;
  readonly agency?: Named;
  readonly vault?: Named;
  /** Projects that an image is offered to. */
  readonly members?: Knowable<readonly AskedMember[]>;
  /** The object that is written or read. */
  readonly file?: FileKnown & { readonly bucket: Named; readonly key: Named };
  /** How an export writes it. */
  readonly exported?: { readonly format: Knowable<string | null>; readonly fast: Knowable<boolean> };
  /** Where a transfer takes it. */
  readonly target?: { readonly bucket: Named; readonly key: Named; readonly caller: Knowable<string> };
  readonly register?: FactsAbout<"register">;
  /** Images that are planned before it in its account and region. */
  readonly plannedBefore: number;
  /** What is said of what is looked up: it counts where it is known. */
  readonly stated?: Partial<FactSheet>;
  /** Facts of what is made before it, in place of what is recorded. */
  readonly made?: Partial<FactSheet> | undefined;
  /** What the operation is to its program. */
  readonly program?: ProgramFacts;
}
