// What the doctor says of one thing that it looked at.

/** `ok`: as it should be · `note`: worth knowing, and no hindrance now · `wrong`: something will fail. */
export interface Diagnosis {
  /** What was looked at. */
  readonly what: string;
  readonly mark: "ok" | "note" | "wrong";
  /** A sentence: the subject, what is, and the bound. */
  readonly says: string;
  /** How to repair it; absent when there is nothing to repair. */
  readonly fix?: string;
}
