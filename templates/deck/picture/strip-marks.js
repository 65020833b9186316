// The words of marks in a part of a sequence: each part has those of its own packets.

const SPACE = 6; // px between the words of two marks

// Places the words of marks in a strip that shows only a part of the diagram, the first from the top: where they belong,
// inside the strip, none upon others. Those of a bracket stand in each strip that it goes through, those of an arrow where
// its end is. Each place is [top, bottom, words, height, isArrow].
export function wordsIn(strip, places) {
	const shown = places.map(([top, bottom, words, height, isArrow], index) => {
		const isHere = isArrow ? bottom > strip.top && bottom <= strip.bottom : bottom > strip.top && top < strip.bottom;
		const isWhole = top >= strip.top && bottom <= strip.bottom;
		const middle = (Math.max(top, strip.top) + Math.min(bottom, strip.bottom)) / 2;
		return isHere && { index, height, at: isArrow || isWhole ? words : middle - height / 2 };
	}).filter(Boolean).sort((one, other) => one.at - other.at);
	const placed = places.map(() => null);
	let least = strip.top + SPACE;
	for (const one of shown) {
		one.at = Math.round(Math.max(least, one.at));
		least = one.at + one.height + SPACE;
	}
	let most = Math.max(strip.bottom - SPACE, strip.top + SPACE + shown.reduce((sum, { height }) => sum + height + SPACE, -SPACE));
	for (const one of shown.reverse()) {
		one.at = Math.min(one.at, most - one.height);
		most = one.at - SPACE;
		placed[one.index] = one.at;
	}
	return placed;
}

// Moves the words of a mark, and the thread that leads to them.
function moveWords(mark, by, strip) {
	const words = mark.querySelector('.hand-words'), thread = words.querySelector('.hand-thread');
	words.setAttribute('transform', `translate(0 ${by})`);
	const [x, middle, bend, right, y] = thread.getAttribute('d').match(/-?\d+/g).map(Number);
	const from = Math.max(strip.top, Math.min(middle, strip.bottom)) - by;
	thread.setAttribute('d', `M${x} ${from}H${bend}L${right} ${y}`);
}

// Returns how far down the words of marks reach.
export function cutMarks(drawing, strip) {
	const marks = [...drawing.querySelectorAll('.hand')];
	const places = marks.map((mark) => [...mark.dataset.place.split(' ').map(Number), mark.querySelector('.hand-tip') !== null]);
	let bottom = strip.bottom;
	wordsIn(strip, places).forEach((at, index) => {
		const mark = marks[index], [top, end, words, height] = places[index];
		if (end <= strip.top || top >= strip.bottom) {
			mark.remove();
		} else if (at === null) {
			mark.querySelector('.hand-words').remove();
		} else {
			bottom = Math.max(bottom, at + height + SPACE);
			if (at !== words)
				moveWords(mark, at - words, strip);
		}
	});
	return bottom;
}
