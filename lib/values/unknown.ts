// The value that is not known yet: a cdktf token, a Terraform unknown and a lookup not yet made all look like this.

class NotKnownYet {
  // Makes the type nominal: no other object passes for it.
  private readonly known = false;

  /** An unknown that reaches an artifact is a bug: it has to be written as what it waits for. */
  public toJSON(): never {
    throw new TypeError(`a value that is not known yet (known: ${String(this.known)}) cannot be written as JSON`);
  }
}

export type Unknown = NotKnownYet;

/** The one marker for "not known yet". It equals no known value, and does not serialize. */
export const UNKNOWN: Unknown = new NotKnownYet();

/** A value, or the news that it is not known yet. */
export type Knowable<T> = T | Unknown;

export function isKnown<T>(value: T): value is Exclude<T, Unknown> {
  return value !== UNKNOWN;
}

/** The value when known, else `otherwise`. */
export function knownOr<T, U>(value: T, otherwise: U): Exclude<T, Unknown> | U {
  return isKnown(value) ? value : otherwise;
}
