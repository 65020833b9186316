// Fits pictures and lists into a slide: chooses which of two is shown, and what scrolls.
import { setAttributes, withClass } from './elements.js';
import { packedPart } from './packed-parts.js';
import { page, upright } from './page.js';

// The edge of a figure fades when more is hidden below it.
export const PICTURE_HOLDERS = '.diagram, .stream-text, .picture, .packets-list, .compare, p.only-image, .drawn, .formula, .scroll-page section';
export const pictureHoldersIn = (section) => [...section.matches(PICTURE_HOLDERS) ? [section] : [], ...withClass(section, 'diagram', 'stream-text', 'picture', 'packets-list', 'compare', 'only-image', 'drawn', 'formula')];

export function markMore(figure) {
	const height = figure.matches('.formula') ? figure.clientHeight : figure.scrollHeight; // a formula scrolls sideways alone
	figure.toggleAttribute('data-scrolls', height > figure.clientHeight + 2);
	figure.classList.toggle('more', figure.scrollTop + figure.clientHeight < height - 4);
	figure.classList.toggle('beside', figure.scrollLeft + figure.clientWidth < figure.scrollWidth - 4);
	figure.classList.toggle('aside', figure.scrollLeft > 4);
}

// A picture with more prose around it than expected is made smaller, so that it does not cover the prose.
export function shrink(block) {
	const child = (node, selector) => [...node?.children ?? []].find((one) => one.matches(selector)); // a search would go through all rows
	const drawing = child(child(block, '.diagram'), '.drawing:not(.calls)'); // a picture of calls scrolls
	if (!drawing || page.classList.contains('print-pdf') || Reveal.isScrollView())
		return;
	const over = block.scrollHeight - block.clientHeight;
	if (over > 2)
		Object.assign(drawing.style, { width: 'auto', height: `${Math.max(120, drawing.clientHeight - over)}px` });
}

const LIST_SIZES = [26, 24, 22, 20, 18]; // px
const LINES_MAX = 3, LINES_MAX_FEW = 5, FEW_ROWS = 4; // lines of words in a row of large letters

const rowsOf = (list) => [...list.querySelectorAll('tbody tr[data-frame]')];

// Wraps single rows of a list whose rows do not fit when all of them wrap, as many as there is room for: those with a remark
// first. A list without room for these scrolls, and all its rows wrap. It is as high as its rows, at most as high as now.
function wrapRows(list) {
	const rows = rowsOf(list), wrapped = rows.map((row) => row.clientHeight);
	let room = list.clientHeight;
	list.classList.remove('wraps');
	room -= list.scrollHeight;
	const cut = rows.map((row, index) => [wrapped[index] - row.clientHeight, row]).filter(([more]) => more > 0);
	const isNoted = (row) => row.classList.contains('noted');
	const scrolls = room < cut.reduce((sum, [more, row]) => sum + (isNoted(row) ? more : 0), 0);
	list.classList.toggle('wraps', scrolls);
	for (const [more, row] of cut.sort(([one, first], [other, second]) => isNoted(second) - isNoted(first) || one - other)) {
		if (scrolls || more > room)
			continue;
		room -= more;
		row.classList.add('whole');
	}
}

// A list whose columns are wider than its place, in the smallest letters, has narrow gaps; then its words wrap anywhere; then
// its info is below the other columns. With still smaller letters it is whole, and `pcapdeck check` tells the author.
const SQUEEZES = ['tight', 'broken', 'split', 'small'];

function squeeze(list) {
	list.classList.toggle('info-last', Boolean(list.querySelector('td.info:last-child')));
	list.style.setProperty('--columns', list.querySelectorAll('th').length - 1); // beside the info, where that is below them
	for (const name of upright.matches ? [] : SQUEEZES) {
		if (list.scrollWidth > list.clientWidth)
			list.classList.add(name);
	}
}

// Wraps the words of a list when its rows are so few that all of them then fit. Its letters are as large as they can be
// without rows of many lines; a few rows may have more.
export function wrapList(list) {
	list.classList.add('wraps');
	list.classList.remove(...SQUEEZES);
	rowsOf(list).forEach((row) => row.classList.remove('whole'));
	for (const size of upright.matches ? LIST_SIZES.slice(-1) : LIST_SIZES) {
		list.style.setProperty('--list-size', `${size}px`);
		const heights = rowsOf(list).map((row) => row.clientHeight);
		const lines = heights.length > FEW_ROWS ? LINES_MAX : LINES_MAX_FEW;
		if (list.scrollHeight <= list.clientHeight + 2 && list.scrollWidth <= list.clientWidth && Math.max(0, ...heights) < (lines * 1.3 + .6) * size)
			break;
	}
	squeeze(list);
	if (list.scrollHeight > list.clientHeight + 2)
		wrapRows(list);
}

const PAPER_SIZES = [18, 16, 14]; // px
export const PAGE_HEIGHT = 720; // px

// On paper all words of a list are there: in letters with which they fit on one page, or else on more pages.
export function wrapListsOnPaper(section) {
	const lists = [...section.querySelectorAll('.packets-list')];
	section.classList.toggle('with-list', lists.length > 0); // the footer of its page needs room below it
	const wrap = (size) => lists.forEach((list) => { list.classList.add('wraps'); list.style.setProperty('--list-size', `${size}px`); });
	const fits = (size) => { wrap(size); return section.scrollHeight <= PAGE_HEIGHT; };
	lists.forEach((list) => list.classList.remove(...SQUEEZES));
	if (lists.length && !PAPER_SIZES.some(fits))
		wrap(PAPER_SIZES[0]);
	lists.forEach(squeeze);
}

// A browser lays a drawing out again when an attribute is set, also to the value that it has.
export function moveHeads(heads, y) {
	const transform = `translate(0 ${y})`;
	if (heads.getAttribute('transform') !== transform)
		heads.setAttribute('transform', transform);
}

// The heads of lanes stay at the upper edge of what scrolls: of the picture itself, or of what several pictures are in,
// where a phone also keeps the remark. In a zoomed view (stage/zoom.js) that edge may be above the window: then they stay
// at the window's, as far as the picture reaches.
export function pinHeads(figure) {
	markMore(figure);
	const topOf = (one) => one.getBoundingClientRect().top, remark = figure.matches('.compare') && figure.querySelector(':scope > .told');
	const edge = topOf(figure) + (remark ? remark.getBoundingClientRect().height : 0);
	for (const heads of figure.getElementsByClassName('heads')) {
		const drawing = heads.ownerSVGElement, box = drawing.getBoundingClientRect(), whole = drawing.viewBox.baseVal.height;
		const scale = box.height / whole || 1, ground = heads.querySelector('.ground');
		const top = page.matches('.zoomed') ? Math.min(0, figure.getBoundingClientRect().bottom - heads.getBBox().height * scale) : edge;
		const down = (Math.max(edge, top, topOf(drawing.parentNode)) - box.top) / scale;
		const last = ground ? whole - Number(ground.getAttribute('y')) - Number(ground.getAttribute('height')) : Infinity;
		moveHeads(heads, Math.round(Math.max(0, Math.min(down, last))));
	}
}

const PHONE_WIDTH = 540; // px of the stage of an upright phone (templates/start.js)
const FADE = 24; // px of a picture that fade where it goes on

// How far a head from `x` on moves, so that it is whole between these edges. That of a lane beyond them stays there.
export function inwardOf([x, width], left, right) {
	const middle = x + width / 2;
	if (middle < left || middle > right)
		return 0;
	return Math.round(Math.max(0, left + FADE - x) || Math.min(0, right - FADE - x - width));
}

// The plates of the two heads of a sequence, [x, width] each; null when it has others.
function headBoxes(drawing) {
	const boxes = [...drawing.querySelectorAll('.heads > g')].map((head) => head.querySelector('.head'))
		.map((box) => box && ['x', 'width'].map((name) => Number(box.getAttribute(name))));
	return boxes.length === 2 && boxes.every(Boolean) ? boxes : null;
}

// Moves two heads inward, as far as they would stand over an edge of what an upright phone shows, in px of the drawing.
export function moveHeadsInward(drawing, left, right) {
	const boxes = headBoxes(drawing);
	if (boxes)
		drawing.querySelectorAll('.heads > g').forEach((head, i) => head.style.setProperty('--inward', `${inwardOf(boxes[i], left, right)}px`));
}

// An upright phone shows the two lanes of a sequence with steps in its middle. What is beside them, such as times and
// states, is in the panel then (picture/beside-lanes.js), so nothing has to be scrolled sideways.
function showLanesAlone(drawing) {
	const boxes = headBoxes(drawing);
	if (!boxes || drawing.closest('.diagram:has(> template)'))
		return;
	const middles = boxes.map(([x, width]) => x + width / 2), middle = (middles[0] + middles[1]) / 2;
	drawing.dataset.middle = middle;
	drawing.closest('.diagram').classList.add('lanes-alone');
	moveHeadsInward(drawing, middle - PHONE_WIDTH / 2, middle + PHONE_WIDTH / 2);
}

const partsIn = (drawing, selector) => [...drawing.querySelectorAll(selector)];

// What one picture of a block knows and the other one does not: the words of its rows and marks, and the steps that were
// taken. Both have the same rows and the same steps, in the same order, and the same marks, or one has none.
function copyToOther(drawing, other) {
	const zip = (ones, others, call) => ones.forEach((one, i) => others[i] && call(one, others[i]));
	if (!other.querySelector('title')) {
		const named = (root) => [root, ...partsIn(root, '.row'), ...partsIn(root, '.hand')];
		zip(named(drawing), named(other), (one, same) =>
			same.prepend(...[...one.children].filter((child) => child.matches('title, desc')).map((child) => child.cloneNode(true))));
	}
	zip(partsIn(drawing, '.fragment'), partsIn(other, '.fragment'), (one, same) => {
		for (const name of ['visible', 'current-fragment'])
			same.classList.toggle(name, one.classList.contains(name));
		if (one.dataset.fragmentIndex)
			same.dataset.fragmentIndex = one.dataset.fragmentIndex;
	});
}

export function fitPictures() {
	if (upright.matches)
		document.querySelectorAll('.with-side:not([data-steps="0"]) svg').forEach(showLanesAlone);
	for (const figure of document.querySelectorAll('.diagram:has(> template)')) {
		const [drawing, template] = figure.children;
		if (figure.matches('.upright') === (upright.matches && !page.matches('.print-pdf, .reveal-print')))
			continue;
		figure.classList.toggle('upright');
		const { part } = template.dataset;
		if (part)
			template.innerHTML = packedPart(part);
		delete template.dataset.part;
		const other = template.content.firstElementChild;
		drawing.replaceWith(other);
		template.content.append(drawing);
		copyToOther(drawing, other);
	}
	// A row becomes a button here and not in the file, since without scripts nothing would happen on it.
	for (const row of document.querySelectorAll('svg .row[data-frame]:not([role])'))
		setAttributes(row, { tabindex: 0, role: 'button' });
}
