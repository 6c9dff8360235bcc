// A binary heap: the least item first, by a comparison that must be a total order so that runs repeat.

export class Heap<T> {
  private readonly items: T[] = [];

  public constructor(private readonly compare: (left: T, right: T) => number) {}

  public get size(): number {
    return this.items.length;
  }

  public peek(): T | undefined {
    return this.items[0];
  }

  public push(item: T): void {
    this.items.push(item);
    let at = this.items.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  public pop(): T | undefined {
    const least = this.items[0];
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return least;
    this.items[0] = last;
    this.sink();
    return least;
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.items.length && this.isBefore(left, least)) least = left;
      if (right < this.items.length && this.isBefore(right, least)) least = right;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(left: number, right: number): boolean {
    return this.compare(this.items[left] as T, this.items[right] as T) < 0;
  }

  private swap(left: number, right: number): void {
    const held = this.items[left] as T;
    this.items[left] = this.items[right] as T;
    this.items[right] = held;
  }
}
