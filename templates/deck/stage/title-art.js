// The picture of the title slide.
import { shape } from '../base/elements.js';
import { data } from '../packet/packet-data.js';

// The title slide shows the first packets of the talk as lines between two lanes.
export function drawArt(section) {
	const capture = Object.values(data().captures)[0];
	const frames = capture ? Object.values(capture.frames).filter((frame) => frame.stream !== undefined).slice(0, 12) : [];
	// A talk that asks for its packets shows none of them before.
	if (frames.length < 3 || document.querySelector('.asking') || section.querySelector('.art'))
		return;
	const client = frames[0].sport, left = 40, right = 360, step = 44;
	const height = 720;
	const art = shape('svg', { class: 'art', viewBox: `0 0 400 ${height}`, width: 400, height, 'aria-hidden': 'true' });
	for (const x of [left, right])
		art.append(shape('line', { class: 'lane', x1: x, y1: 66, x2: x, y2: height }), shape('circle', { class: 'dot', cx: x, cy: 66, r: 12 }));
	frames.forEach((frame, index) => {
		const y = 112 + index * step, isRight = frame.sport === client || frame.dport !== client && frame.sport > frame.dport;
		const from = isRight ? left + 6 : right - 6, to = isRight ? right - 6 : left + 6, way = isRight ? 1 : -1;
		art.append(shape('g', { class: 'rule-' + frame.color },
			shape('line', { class: 'wire', x1: from, y1: y, x2: to - way * 12, y2: y }),
			shape('path', { class: 'tip', d: `M${to} ${y}l${-way * 17} -9v18z` })));
	});
	section.append(art);
	section.classList.add('with-art');
}
