// Which labels have room: none covers another, the important ones first.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Side of the squares by which boxes are looked up, in px. */
const square = 64;

/** Takes labels one by one; answers whether there was room, and then keeps it. */
export function labelRoom() {
  const taken = new Map<string, Box[]>();

  function* squaresOf({ left, top, right, bottom }: Box) {
    for (let x = Math.floor(left / square); x <= Math.floor(right / square); x += 1) {
      for (let y = Math.floor(top / square); y <= Math.floor(bottom / square); y += 1) {
        yield `${x} ${y}`;
      }
    }
  }

  const keep = (boxes: readonly Box[]) => {
    for (const box of boxes) {
      for (const key of squaresOf(box)) {
        const others = taken.get(key);
        if (others) others.push(box);
        else taken.set(key, [box]);
      }
    }
  };

  const isFree = (box: Box) => {
    for (const key of squaresOf(box)) {
      if (taken.get(key)?.some((other) => covers(box, other))) return false;
    }
    return true;
  };

  return {
    /** Keeps room whatever else is there. */
    keep,
    /** For a label that consists of these boxes. */
    take(boxes: readonly Box[]): boolean {
      const free = boxes.every(isFree);
      if (free) keep(boxes);
      return free;
    },
  };
}

const covers = (one: Box, other: Box) =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;
