// Buckets, objects and projects: where image files lie, and whose a project is.
import type { Bucket, FileContents, ObjectStatus, ProjectEntry, StoredObject } from "../../model";
import { json, real, text, textOrNone } from "../columns";
import { Table, type Shape } from "../table";

export const BUCKETS: Shape<Bucket> = {
  table: "buckets",
  columns: { name: text(), account: text(), region: text(), storageClass: text() },
  key: ["name"],
};

export const OBJECTS: Shape<StoredObject> = {
  table: "objects",
  columns: {
    bucket: text(),
    key: text(),
    sizeGib: real,
    checksum: text(),
    format: text(),
    status: text(),
    contents: json<FileContents>(),
  },
  key: ["bucket", "key"],
};

export const PROJECTS: Shape<ProjectEntry> = {
  table: "projects",
  // Names at the end, where the second schema added them.
  columns: { id: text(), account: text(), region: text(), name: textOrNone },
  key: ["id", "account"],
};

export class Objects extends Table<StoredObject> {
  public setStatus(bucket: string, key: string, status: ObjectStatus): void {
    this.update("status = ? WHERE bucket = ? AND key = ?", status, bucket, key);
  }

  public remove(bucket: string, key: string): void {
    this.take("bucket = ? AND key = ?", bucket, key);
  }
}

export class Projects extends Table<ProjectEntry> {
  /** What an account's project is called: the text that is given, and the id or the name that goes with it. */
  public textsOf(text: string, account: string): readonly string[] {
    const found = this.select("account = ? AND (id = ? OR name = ?) ORDER BY id", account, text, text);
    return [...new Set([text, ...found.flatMap(({ id, name = id }) => [id, name])])];
  }

  /** The project of that id; of several accounts' default projects, which are all named like their region, none. */
  public tryFindById(id: string): ProjectEntry | undefined {
    const found = this.select("id = ? ORDER BY account", id);
    return found.length === 1 ? found[0] : undefined;
  }
}
