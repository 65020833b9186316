// The sizes of a figure and of its drawing, as they were measured last.
const sizes = new WeakMap(); // by figure

const measure = (figure, drawing) => ({
	drawing, height: figure.clientHeight, width: figure.clientWidth, whole: figure.scrollWidth, drawingHeight: drawing.clientHeight,
});

let observer = null;
const makeObserver = () => new ResizeObserver((entries) => {
	for (const figure of new Set(entries.map(({ target }) => target.closest('.diagram')))) {
		const drawing = figure?.querySelector('svg');
		if (drawing)
			sizes.set(figure, measure(figure, drawing));
	}
});

// The sizes of a figure and its drawing. To ask for them makes the browser lay out the page, so a step (`isStep`), which
// changes none, takes what was measured before.
export function sizeOf(figure, drawing, isStep) {
	const known = sizes.get(figure);
	if (isStep && known?.drawing === drawing)
		return known;
	const size = measure(figure, drawing);
	sizes.set(figure, size);
	if (known?.drawing !== drawing) {
		observer ??= makeObserver();
		observer.observe(figure);
		observer.observe(drawing);
	}
	return size;
}

export const isLong = ({ height, drawingHeight }) => drawingHeight > height + 2;
export const isWide = ({ width, whole }) => whole > width + 2;

// Whether a picture is wider than its place, as it was measured last.
export const isCutBeside = (block) => isWide(sizes.get(block.querySelector('.diagram')) ?? { width: 0, whole: 0 });

// Whether the picture of a block is all in view, so that no step scrolls it.
export function isSettled(block) {
	const size = block.matches('.packets-sequence') && sizes.get(block.querySelector('.diagram'));
	return Boolean(size) && !isLong(size) && !isWide(size);
}
