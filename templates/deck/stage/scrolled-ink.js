// What is drawn over a part that scrolls belongs to a place in that part: it moves along, and is gone while its place is.
import { PICTURE_HOLDERS } from '../base/picture-fit.js';

const PARTS = `${PICTURE_HOLDERS}, .dump, .fold-list, pre`;

const partsIn = (root) => [root, ...root.querySelectorAll(PARTS)];
const canScroll = (part) => part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2;

// The parts that scroll below this element, the innermost one last: [number, left, top]. Another window has the same numbers.
export const scrolledAt = (root, target) => partsIn(root).flatMap((part, number) => (part.contains(target) && canScroll(part) ? [[number, part.scrollLeft, part.scrollTop]] : []));

// How far a stroke has moved since it was drawn, and whether its middle is in view. `toStage` makes window coordinates those
// of the stage.
export function placeOfInk(root, { scrolled = [], points }, toStage) {
	const parts = scrolled.length ? partsIn(root) : [], known = scrolled.filter(([number]) => parts[number]);
	const x = known.reduce((sum, [number, left]) => sum + left - parts[number].scrollLeft, 0), y = known.reduce((sum, [number, , top]) => sum + top - parts[number].scrollTop, 0);
	if (!x && !y)
		return { x, y, isSeen: true };
	const middle = (axis) => { const all = points.map((point) => point[axis]); return (Math.min(...all) + Math.max(...all)) / 2; };
	const isSeen = known.every(([number]) => {
		const box = parts[number].getBoundingClientRect(), heads = parts[number].querySelector(':scope > svg > .heads')?.getBoundingClientRect();
		const [left, top] = toStage(box.left, heads ? heads.bottom : box.top), [right, bottom] = toStage(box.right, box.bottom);
		return middle(0) + x >= left && middle(0) + x <= right && middle(1) + y >= top && middle(1) + y <= bottom;
	});
	return { x, y, isSeen };
}
