// Steps through the packets of a slide that was recorded anew, one after the other: as they came, but slow enough to be seen.
import { frameOf } from '../packet/packet-data.js';
import { isStepped } from '../packet/rows.js';

const STEP_MS = [350, 1600]; // the shortest and the longest wait between two packets, which take microseconds
const PLAY_MS = 15000; // the longest time for all

// The waits before the steps of a slide, from the times of its packets, in ms.
export function waitsOf(times) {
	const gaps = times.slice(1).map((time, index) => Math.max(0, time - times[index]));
	const longest = Math.max(...gaps, 0) || 1;
	const [least, most] = STEP_MS;
	const waits = gaps.map((gap) => least + (most - least) * gap / longest);
	const all = waits.reduce((sum, wait) => sum + wait, 0);
	return waits.map((wait) => wait * Math.min(1, PLAY_MS / all));
}

// Steps through the slide, until somebody steps.
export function play(section) {
	const block = [...section.querySelectorAll('.packets')].find((one) => isStepped(one) && one.querySelector('.row.fragment'));
	if (!block || Reveal.getCurrentSlide() !== section)
		return;
	let time = 0;
	const times = [...block.querySelectorAll('.row')].map((row) => {
		time = Number(frameOf(block, row.dataset.frame)?.time ?? time); // a socket call has no time here
		return time;
	});
	const first = Number(block.querySelector('.row.fragment').dataset.fragmentIndex);
	const waits = waitsOf(times);
	let step = first - 1;
	(function next() {
		if (!waits.length)
			return;
		setTimeout(() => {
			if (Reveal.getCurrentSlide() !== section || Math.max(first - 1, Reveal.getIndices().f ?? -1) !== step || Reveal.isPaused())
				return;
			const { h, v } = Reveal.getIndices(section);
			Reveal.slide(h, v || 0, ++step);
			next();
		}, waits.shift());
	})();
}
