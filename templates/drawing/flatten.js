// An SVG in the page as a list of what is seen: shapes and pieces of text with their colors, in the
// coordinates of its viewBox. Style sheets, ids, markers, links and HTML are gone then.
import { fitWords, wholeBox } from './whole.js';

const SHAPES = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon']);
const GEOMETRY = {
	path: ['d'], rect: ['x', 'y', 'width', 'height', 'rx', 'ry'], circle: ['cx', 'cy', 'r'], ellipse: ['cx', 'cy', 'rx', 'ry'],
	line: ['x1', 'y1', 'x2', 'y2'], polyline: ['points'], polygon: ['points'],
};
const SEEN_MAX = 4000;

const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

// [red, green, blue, alpha] of a computed color; null of "none", and of what is no color.
function parseColor(text) {
	if (!text || text === 'none' || text.startsWith('url('))
		return null;
	pen.clearRect(0, 0, 1, 1);
	pen.fillStyle = '#000';
	pen.fillStyle = text;
	pen.fillRect(0, 0, 1, 1);
	const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
	return alpha ? { rgb: [red, green, blue], alpha: alpha / 255 } : null;
}

function opacityOf(element, root) {
	let opacity = 1;
	for (let at = element; at && at !== root.parentNode; at = at.parentNode)
		opacity *= parseFloat(getComputedStyle(at).opacity);
	return opacity;
}

function isHidden(style) {
	return style.display === 'none' || style.visibility === 'hidden' || parseFloat(style.opacity) === 0;
}

// "0" and "1, 0" are whole lines.
function dashesOf(text) {
	const lengths = (text.match(/[\d.]+/g) ?? []).map(Number);
	const hasGaps = lengths.length % 2 ? lengths.some((length) => length) : lengths.some((length, i) => i % 2 && length);
	return hasGaps ? lengths.join(' ') : '';
}

function paint(style, opacity) {
	const fill = parseColor(style.fill), stroke = parseColor(style.stroke);
	const width = parseFloat(style.strokeWidth) || 0;
	return {
		fill: fill && { rgb: fill.rgb, alpha: fill.alpha * opacity * parseFloat(style.fillOpacity) },
		stroke: stroke && width ? { rgb: stroke.rgb, alpha: stroke.alpha * opacity * parseFloat(style.strokeOpacity) } : null,
		width,
		dashes: dashesOf(style.strokeDasharray),
		cap: style.strokeLinecap,
		rule: style.fillRule,
	};
}

class Flattener {
	constructor(root) {
		this.root = root;
		this.toRoot = root.getScreenCTM().inverse();
		this.seen = [];
	}

	add(item) {
		this.seen.push(item);
		if (this.seen.length > SEEN_MAX)
			throw new Error(`the diagram has more than ${SEEN_MAX} shapes`);
	}

	matrixOf(element) {
		return this.toRoot.multiply(element.getScreenCTM());
	}

	// A box of the screen in the coordinates of the root.
	boxOf({ left, top, right, bottom }) {
		const from = new DOMPoint(left, top).matrixTransform(this.toRoot);
		const to = new DOMPoint(right, bottom).matrixTransform(this.toRoot);
		return { left: from.x, top: from.y, right: to.x, bottom: to.y };
	}

	walk(element) {
		const style = getComputedStyle(element);
		if (isHidden(style))
			return;
		const name = element.localName;
		if (name === 'text')
			this.takeText(element);
		else if (name === 'foreignObject')
			this.takeHtml(element);
		else if (SHAPES.has(name))
			this.takeShape(element, style);
		else if (['svg', 'g', 'a', 'switch'].includes(name)) {
			for (const child of element.children)
				this.walk(child);
		}
	}

	takeShape(element, style, matrix = this.matrixOf(element)) {
		const { x, y, width, height } = element.getBBox();
		const name = element.localName;
		const look = paint(style, opacityOf(element, this.root));
		const attributes = {};
		for (const key of GEOMETRY[name]) {
			const value = element.getAttribute(key) ?? (style[key] === 'auto' ? null : style[key]);
			if (value)
				attributes[key] = value.replace(/px$/, '');
		}
		if (look.fill || look.stroke) {
			const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]]
				.map(([left, top]) => new DOMPoint(left, top).matrixTransform(matrix));
			const xs = corners.map((point) => point.x), ys = corners.map((point) => point.y);
			this.add({ name, attributes, matrix, look, isPlate: name === 'rect' && element.closest('.edgeLabel') !== null,
				box: { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) } });
		}
		if (element.getTotalLength && ['path', 'line', 'polyline'].includes(name))
			this.takeMarkers(element, style, matrix);
	}

	takeMarkers(element, style, matrix) {
		const length = element.getTotalLength();
		const ends = [[style.markerStart, 0, Math.min(1, length), true], [style.markerEnd, length, Math.max(0, length - 1), false]];
		for (const [url, at, near, isStart] of ends) {
			const id = /^url\(["']?#(.*?)["']?\)$/.exec(url ?? '')?.[1];
			const marker = id && this.root.querySelector(`#${CSS.escape(id)}`);
			if (!marker)
				continue;
			const point = element.getPointAtLength(at), other = element.getPointAtLength(near);
			const direction = !length ? [1, 0] : isStart ? [other.x - point.x, other.y - point.y] : [point.x - other.x, point.y - other.y];
			this.takeMarker(marker, matrix.translate(point.x, point.y), direction, isStart, parseFloat(style.strokeWidth) || 1);
		}
	}

	takeMarker(marker, place, [x, y], isStart, strokeWidth) {
		const orient = marker.getAttribute('orient') ?? '0';
		const turned = orient === 'auto-start-reverse' && isStart ? [-x, -y] : [x, y];
		const angle = orient.startsWith('auto') ? Math.atan2(turned[1], turned[0]) * 180 / Math.PI : parseFloat(orient) || 0;
		const unit = marker.getAttribute('markerUnits') === 'userSpaceOnUse' ? 1 : strokeWidth;
		const width = marker.markerWidth.baseVal.value, height = marker.markerHeight.baseVal.value;
		const box = marker.viewBox.baseVal;
		const scale = box && box.width ? Math.min(width / box.width, height / box.height) : 1;
		const to = place.rotate(angle).scale(unit * scale).translate(-marker.refX.baseVal.value, -marker.refY.baseVal.value);
		// Shapes in a marker are not laid out: a copy in the root is.
		const copy = marker.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'g');
		copy.setAttribute('class', marker.getAttribute('class') ?? '');
		copy.append(...[...marker.childNodes].map((child) => child.cloneNode(true)));
		this.root.append(copy);
		for (const shape of copy.querySelectorAll('*')) {
			if (SHAPES.has(shape.localName)) {
				const original = marker.querySelectorAll('*')[[...copy.querySelectorAll('*')].indexOf(shape)];
				const own = shape.transform.baseVal.consolidate()?.matrix;
				const matrix = own ? to.multiply(DOMMatrix.fromMatrix(own)) : to;
				shape.removeAttribute('marker-end');
				this.takeShape(shape, getComputedStyle(original), matrix);
			}
		}
		copy.remove();
	}

	// Text nodes beside tspans become tspans, so that each piece of text has an element.
	takeText(text) {
		for (const part of [text, ...text.querySelectorAll('tspan')]) {
			for (const node of part.childElementCount ? [...part.childNodes] : []) {
				if (node.nodeType === Node.TEXT_NODE && node.data.trim()) {
					const own = document.createElementNS('http://www.w3.org/2000/svg', 'tspan');
					node.replaceWith(own);
					own.append(node);
				}
			}
		}
		const matrix = this.matrixOf(text);
		const leaves = [text, ...text.querySelectorAll('tspan')].filter((part) => !part.childElementCount);
		let last = null;
		for (const leaf of leaves) {
			const style = getComputedStyle(leaf);
			const piece = isHidden(style) ? null : this.pieceOf(leaf, style, matrix);
			if (!piece)
				continue;
			if (last && isContinued(last, piece)) {
				last.words += (piece.x - last.end < 1 ? '' : ' ') + piece.words.trim();
				last.end = piece.end;
				continue;
			}
			this.add(last = piece);
		}
	}

	pieceOf(leaf, style, matrix) {
		const count = leaf.getNumberOfChars();
		const words = leaf.textContent.replace(/\s+/g, ' ');
		if (!count || !words.trim())
			return null;
		// A space before a word has its place; one after it, and those that collapse, do not matter.
		const from = words.startsWith(' ') && count >= words.trimEnd().length ? 1 : 0;
		const first = leaf.getExtentOfChar(from);
		const size = parseFloat(style.fontSize);
		const look = paint(style, opacityOf(leaf, this.root));
		if (!look.fill)
			return null;
		return { name: 'text', words: words.trim(), matrix, look: { ...look, stroke: null }, size, weight: style.fontWeight,
			isItalic: style.fontStyle === 'italic', x: leaf.getStartPositionOfChar(from).x,
			end: leaf.getEndPositionOfChar(Math.min(count, from + words.trim().length) - 1).x, y: first.y + first.height * ascentOf(style) };
	}

	// Labels in HTML, which some kinds of diagrams have: a piece for each line of a text node.
	takeHtml(element) {
		const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
			const style = getComputedStyle(node.parentElement);
			if (node.data.trim() && !isHidden(style))
				this.takeLines(node, style, parseColor(style.color));
		}
	}

	takeLines(node, style, color) {
		const range = document.createRange();
		let line = null;
		const end = () => {
			if (!line?.words.trim() || !color)
				return;
			const box = this.boxOf(line);
			this.add({ name: 'text', words: line.words.replace(/\s+/g, ' '), matrix: new DOMMatrix(),
				look: { fill: color, stroke: null, dashes: '' }, size: parseFloat(style.fontSize) * this.toRoot.a, weight: style.fontWeight,
				isItalic: style.fontStyle === 'italic', x: box.left, end: box.right,
				y: box.top + (box.bottom - box.top) * ascentOf(style) });
		};
		for (let at = 0; at < node.length; at++) {
			range.setStart(node, at);
			range.setEnd(node, at + 1);
			const box = range.getClientRects()[0];
			if (!box || !box.width)
				continue;
			if (line && Math.abs(box.top - line.top) < 2) {
				line.words += node.data[at];
				line.right = box.right;
				continue;
			}
			end();
			line = { words: node.data[at], left: box.left, top: box.top, right: box.right, bottom: box.bottom };
		}
		end();
	}
}

// How much of a line's box is above the baseline.
function ascentOf(style) {
	pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
	const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText('x');
	return above / (above + below);
}

function isContinued(last, next) {
	return Math.abs(last.y - next.y) < .5 && last.size === next.size && last.weight === next.weight && last.isItalic === next.isItalic &&
		String(last.look.fill.rgb) === String(next.look.fill.rgb) && next.x >= last.end - 1 && next.x - last.end < last.size * .6;
}

export function flatten(root) {
	const flattener = new Flattener(root);
	for (const child of [...root.children])
		flattener.walk(child);
	const own = root.viewBox.baseVal?.width ? root.viewBox.baseVal : root.getBBox();
	if (!(own.width > 0 && own.height > 0) || !flattener.seen.length)
		throw new Error('nothing is in the diagram');
	fitWords(flattener.seen);
	const words = [...root.children].filter((child) => ['title', 'desc'].includes(child.localName));
	return { seen: flattener.seen, box: wholeBox(own, flattener.seen),
		title: words.find((child) => child.localName === 'title')?.textContent ?? '',
		description: words.find((child) => child.localName === 'desc')?.textContent ?? '' };
}
