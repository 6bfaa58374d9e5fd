// The drawing of a graph as a file of its own, with the colours that it has on the screen.
import { saveFile } from '../base/file-download.ts';

/** What of an element's looks is written into the file. */
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

/** An SVG document that needs nothing else. */
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

/** Has the browser save it. */
export function savePicture(svg: SVGSVGElement, name: string): void {
  const file = new Blob([pictureOf(svg)], { type: 'image/svg+xml' });
  saveFile(`${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.svg`, file);
}
