// Saves the drawing of a graph as an SVG file with the colors of the screen.
import { saveFile } from '../base/file-download.ts';

/** The computed styles that are written into the file. */
const looks = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'vector-effect',
] as const;

/** A self-contained SVG document. */
function pictureOf(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll('*');
  svg.querySelectorAll('*').forEach((element, at) => {
    const seen = getComputedStyle(element);
    const written = copies[at] as Element;
    for (const name of [
      'class',
      'role',
      'tabindex',
      'aria-haspopup',
      'data-lit',
      'data-node',
      'aria-label',
    ]) {
      written.removeAttribute(name);
    }
    if (!(element instanceof SVGPathElement || element instanceof SVGTextElement)) return;
    for (const name of looks) written.setAttribute(name, seen.getPropertyValue(name));
  });
  for (const { name } of [...copy.attributes]) copy.removeAttribute(name);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 0 ${svg.clientWidth} ${svg.clientHeight}`);
  return new XMLSerializer().serializeToString(copy);
}

/** Downloads the drawing as `NAME.svg`. */
export function savePicture(svg: SVGSVGElement, name: string): void {
  const file = new Blob([pictureOf(svg)], { type: 'image/svg+xml' });
  saveFile(`${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.svg`, file);
}
