// Reserves room for labels, so that none covers another; call it for the most important ones first.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Kind of the thing in the box; some kinds may be covered by labels. */
  readonly kind?: string;
}

/** Side of the squares of the lookup grid, in px. */
const square = 64;

/** Each call for a label returns whether there was room, and reserves it. */
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

  const isFree = (box: Box, over: string | undefined) => {
    for (const key of squaresOf(box)) {
      if (taken.get(key)?.some((other) => !isOver(other, over) && covers(box, other))) return false;
    }
    return true;
  };

  return {
    /** Reserves room, even where it is already taken. */
    keep,
    /** For a label made of these boxes, which may cover boxes of the kind `over`. */
    take(boxes: readonly Box[], over?: string): boolean {
      const free = boxes.every((box) => isFree(box, over));
      if (free) keep(boxes);
      return free;
    },
  };
}

const isOver = ({ kind }: Box, over: string | undefined) => over !== undefined && kind === over;

const covers = (one: Box, other: Box) =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;
