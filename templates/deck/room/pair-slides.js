// Which of the slides that a deck has now were there before.

// For each new slide the place of the old one that it takes, or -1. Slides are { id, digest }. A slide is known by its
// hash and id, else by its hash, else by its id. Then what stands behind the same slide as before is one with another
// heading.
export function pairSlides(old, now) {
	const pairs = now.map(() => -1), taken = new Set();
	const take = (index, place) => { pairs[index] = place; taken.add(place); };
	const isFree = (place) => place < old.length && !taken.has(place);
	for (const isSame of [(a, b) => a.id === b.id && a.digest === b.digest, (a, b) => a.digest === b.digest, (a, b) => a.id === b.id]) {
		now.forEach((slide, index) => {
			const place = pairs[index] < 0 ? old.findIndex((other, at) => isFree(at) && isSame(slide, other)) : -1;
			if (place >= 0)
				take(index, place);
		});
	}
	now.forEach((slide, index) => {
		const before = index ? pairs[index - 1] : -1;
		if (pairs[index] < 0 && (before >= 0 || !index) && isFree(before + 1))
			take(index, before + 1);
	});
	return pairs;
}

export const ALL_STEPS = 1e6; // as a step: the last one

// How far the new slides were shown, as [number of the slide, its step], by how far the old ones were. `old` and `now` have
// how many slides each one has with those on which it continues. After a slide that is gone, nothing is shown.
export function furthestAfter(pairs, old, now, [number, step]) {
	let place = 0, strip = number;
	while (place < old.length - 1 && strip >= old[place])
		strip -= old[place++];
	const last = pairs.findLastIndex((one) => one >= 0 && one <= place);
	if (last < 0)
		return [0, -1];
	const before = now.slice(0, last).reduce((sum, count) => sum + count, 0);
	const isThere = pairs.indexOf(place) === last;
	return [before + (isThere ? Math.min(strip, now[last] - 1) : now[last] - 1), isThere ? step : ALL_STEPS];
}

// Where an old slide is among the new ones; of one that is gone, where what follows it is, else the last one.
export function placeAfter(pairs, place) {
	const kept = pairs.filter((one) => one >= place);
	return kept.length ? pairs.indexOf(Math.min(...kept)) : Math.max(0, pairs.length - 1);
}
