// What a deck does: walks the packets of a sequence diagram with reveal.js's steps, shows what the
// current packet says, and opens a packet's headers and bytes over the slide. Runs before start.js
// starts reveal.js. Captured data goes into the page as text only. Scroll view rebuilds the slides
// from their HTML, so nothing here keeps an element: everything is found when it is needed.
(function () {
	'use strict';

	const page = document.documentElement;
	const isKorean = page.lang.startsWith('ko');
	const say = (korean, english) => (isKorean ? korean : english);
	const THIN = '\u2009';
	const SVG = 'http://www.w3.org/2000/svg';

	// ---- small tools ----

	function element(name, className, ...children) {
		const node = document.createElement(name);
		if (className)
			node.className = className;
		node.append(...children.filter((child) => child !== null && child !== undefined));
		return node;
	}

	function setAttributes(node, attributes) {
		for (const [key, value] of Object.entries(attributes))
			node.setAttribute(key, value);
		return node;
	}

	function shape(name, attributes, ...children) {
		const node = setAttributes(document.createElementNS(SVG, name), attributes);
		node.append(...children);
		return node;
	}

	// <text>; thin spaces become gaps of 4 px, as src/diagram/svg.c draws them.
	function label(attributes, words) {
		const parts = words.split(THIN);
		return shape('text', attributes, parts[0], ...parts.slice(1).map((part) => shape('tspan', { dx: 4 }, part)));
	}

	// A number in prose must not be broken at its gaps.
	const whole = (words) => words.replaceAll(THIN, '\u202f');
	const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
	const hex = (number, digits) => '0x' + number.toString(16).padStart(digits, '0');

	// 12345 as groups of three with a narrow gap: copied, it is a plain number.
	function numeral(number, name = 'b') {
		const groups = String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ' ').split(' ');
		return element(name, '', groups[0], ...groups.slice(1).map((group) => element('span', 'group', group)));
	}

	// "0.000074123" seconds as people say it.
	function duration(seconds) {
		const us = Math.trunc(Math.round(seconds * 1e9) / 1000); // truncated, like all times
		const cut = (unit, digits) => (Math.trunc(us / unit) / 10 ** digits).toFixed(digits);
		if (us >= 1e6)
			return cut(1e4, 2) + ' s';
		return (us >= 1e5 ? cut(1000, 0) : us >= 1e4 ? cut(100, 1) : cut(1, 3)) + ' ms';
	}

	// ---- the packets of the page ----

	let loaded;
	function data() {
		if (!loaded) {
			const island = document.getElementById('packet-data');
			loaded = island ? JSON.parse(island.textContent || '{}') : {};
			loaded.captures = loaded.captures || {};
		}
		return loaded;
	}

	function captureOf(block) {
		return data().captures[block.dataset.capture];
	}

	function frameOf(block, number) {
		const capture = captureOf(block);
		return capture && capture.frames[number];
	}

	// Times in the data count from the capture's start, on a block from its own.
	const timeIn = (block, frame) => duration(frame.time - block.dataset.start);

	function bytesOf(frame) {
		if (!frame.octets) {
			const stored = Uint8Array.from(atob(frame.packed || frame.bytes), (letter) => letter.charCodeAt(0));
			frame.octets = frame.packed ? unpack(stored) : stored;
		}
		return frame.octets;
	}

	// An LZ4 block (lz4_Block_format.md of the LZ4 project): literals, a match, literals, a match, ...
	function unpack(block) {
		const bytes = [];
		let at = 0;
		const length = (nibble) => {
			let more = nibble === 15 ? 255 : 0;
			while (more === 255) {
				more = block[at++];
				nibble += more;
			}
			return nibble;
		};
		while (at < block.length) {
			const token = block[at++];
			for (let left = length(token >> 4); left > 0; left--)
				bytes.push(block[at++]);
			const back = block[at++] + 256 * block[at++];
			for (let left = at < block.length ? length(token & 15) + 4 : 0; left > 0; left--)
				bytes.push(bytes[bytes.length - back]);
		}
		return Uint8Array.from(bytes);
	}

	// [protocol, offset, size of the header, size] of each.
	function layersOf(frame) {
		return data().layouts[frame.layers];
	}

	function fieldsOf(frame) {
		if (!frame.list) {
			const { names, meanings, labels, values, sentences, shapes, layouts } = data();
			frame.list = layouts[frame.fields].map((shape, index) => {
				const [name, label, offset, size, bitOffset, bitSize, layer, parent] = shapes[shape];
				return {
					index, name: names[name], label: labels[label], value: values[frame.values[index]],
					offset, size, bitOffset, bitSize, layer, parent, meaning: meanings[name], children: [],
				};
			});
			for (let i = 0; i < frame.special.length; i += 2)
				frame.list[frame.special[i]].special = sentences[frame.special[i + 1]];
			for (const field of frame.list) {
				if (field.parent >= 0)
					frame.list[field.parent].children.push(field);
			}
		}
		return frame.list;
	}

	// The bits of a field as a number (up to 53 bits are exact, and no field shown as one has more).
	function numberOf(frame, field) {
		const bytes = bytesOf(frame);
		let number = 0;
		if (!field.bitSize) {
			for (let i = 0; i < field.size; i++)
				number = number * 256 + (bytes[field.offset + i] || 0);
			return number;
		}
		for (let i = 0; i < field.bitSize; i++)
			number = number * 2 + bitAt(bytes, field.offset * 8 + field.bitOffset + i);
		return number;
	}

	function bitAt(bytes, position) {
		return (bytes[position >> 3] >> (7 - (position & 7))) & 1;
	}

	const FLAGS = [
		['CWR', 0x80], ['ECE', 0x40], ['URG', 0x20], ['ACK', 0x10],
		['PSH', 0x08], ['RST', 0x04], ['SYN', 0x02], ['FIN', 0x01],
	];
	const SYN = 0x02, FIN = 0x01, RST = 0x04, ACK = 0x10;

	const setFlags = (flags) => FLAGS.filter(([, mask]) => flags & mask);

	// 0x12 = ACK 0x10 | SYN 0x02
	function maskWords(flags) {
		const set = setFlags(flags);
		return hex(flags & 0xff, 2) + ' = ' + (set.length ? set.map(([name, mask]) => name + ' ' + hex(mask, 2)).join(' | ') : '0');
	}

	function payloadSize(frame) {
		const tcp = layersOf(frame).find((layer) => layer[0] === 'TCP');
		return tcp ? tcp[3] - tcp[2] : 0;
	}

	// As the diagram's chip names it, when all of that is there.
	function labelOf(block, number) {
		const frame = frameOf(block, number);
		const chip = block.querySelector(`.row[data-frame="${number}"] .chip-text`);
		return chip && !chip.textContent.endsWith('…') ? chip.textContent : nameOf(frame);
	}

	function nameOf(frame) {
		if (frame.protocol === 'HTTP') {
			const line = frame.info.replace(/ HTTP\/1\.[01].*$/, '').replace(/^HTTP\/1\.[01] /, '');
			return line.replace(/\s+\(.*$/, '').trim();
		}
		if (frame.flags !== undefined)
			return setFlags(frame.flags).map(([name]) => name).reverse().join(', ');
		return frame.info.length > 90 ? frame.info.slice(0, 90).trimEnd() + '…' : frame.info;
	}

	const isStepped = (block) => Number(block.dataset.steps) > 0;

	// ---- getting ready, before reveal.js starts ----

	// The panel beside a stepped sequence: its remarks, and below them what the packet itself says.
	function addSide(block) {
		if (block.querySelector(':scope > .side'))
			return;
		let remarks = block.querySelector(':scope > .remarks');
		if (!remarks && isStepped(block)) {
			remarks = element('div', 'remarks');
			block.querySelector(':scope > .twin').before(remarks);
		}
		if (!remarks)
			return;
		const side = element('div', 'side');
		remarks.before(side);
		side.append(remarks, element('div', 'facts'));
		if (Number(block.dataset.steps) === 0)
			return;
		side.setAttribute('aria-live', 'polite');
		for (const row of block.querySelectorAll('.row')) {
			const number = row.dataset.frame;
			const frame = frameOf(block, number);
			if (!frame || remarks.querySelector(`.remark[data-frame="${number}"]`))
				continue;
			const last = row.dataset.last;
			const remark = element('div', 'remark bare', element('p', 'what', `#${number}${last ? '–#' + last : ''} ${labelOf(block, number)} ·\u00a0${timeIn(block, frame).replace(' ', '\u00a0')}`));
			const says = (index) => whole(data().sentences[index]);
			if (last)
				remark.append(element('p', '', foldSentence(row)));
			const told = last ? linesOf(block, row).map((line) => frameOf(block, line.dataset.frame)).find((one) => payloadSize(one) > 0) : frame;
			if (told && told.purpose !== undefined)
				remark.append(element('p', '', says(told.purpose)));
			for (const finding of frame.findings || [])
				remark.append(element('p', 'finding', says(finding)));
			remark.dataset.frame = number;
			remarks.append(remark);
		}
	}

	// The lines of the table twin for the packets of a row.
	function linesOf(block, row) {
		const { frame, last } = row.dataset;
		return [...block.querySelectorAll('.twin tr[data-frame]')]
			.filter((line) => Number(line.dataset.frame) >= Number(frame) && Number(line.dataset.frame) <= Number(last || frame));
	}

	const foldSentence = (row) => row.matches('.data')
		? say('데이터가 한쪽으로 이어지고, 사이사이 확인만 돌아온다.', 'Data goes one way, and only receipts come back.')
		: say('데이터 없이 확인만 이어진다.', 'Receipts alone, without data.');

	// Two diagrams, or a list and a diagram, on one slide are walked one after the other.
	function numberSteps(section) {
		section.querySelectorAll('.fragment').forEach((fragment, index) => {
			fragment.setAttribute('data-fragment-index', index);
		});
	}

	// The title slide shows the talk's own first packets, as lines between two lanes.
	function drawArt(section) {
		const capture = Object.values(data().captures)[0];
		const frames = capture ? Object.values(capture.frames).filter((frame) => frame.stream !== undefined).slice(0, 12) : [];
		if (frames.length < 3 || section.querySelector('.art'))
			return;
		const client = frames[0].sport, left = 40, right = 360, step = 44;
		const height = 720;
		const art = shape('svg', { class: 'art', viewBox: `0 0 400 ${height}`, width: 400, height, 'aria-hidden': 'true' });
		for (const x of [left, right])
			art.append(shape('line', { class: 'lane', x1: x, y1: 66, x2: x, y2: height }), shape('circle', { class: 'dot', cx: x, cy: 66, r: 12 }));
		frames.forEach((frame, index) => {
			const y = 112 + index * step, isRight = frame.sport === client || frame.dport !== client && frame.sport > frame.dport;
			const from = isRight ? left + 6 : right - 6, to = isRight ? right - 6 : left + 6, way = isRight ? 1 : -1;
			art.append(shape('g', { class: 'rule-' + frame.rule },
				shape('line', { class: 'wire', x1: from, y1: y, x2: to - way * 12, y2: y }),
				shape('path', { class: 'tip', d: `M${to} ${y}l${-way * 17} -9v18z` })));
		});
		section.append(art);
	}

	const leaves = () => [...document.querySelectorAll('.reveal .slides section')].filter((section) => !section.querySelector('section'));

	// Printed a page a step, a slide looks as it does on the stage (deck.css).
	const isPrintedByStep = /[?&]print-pdf\b/.test(location.search) && /[?&]pdfSeparateFragments=true\b/.test(location.search);

	// ---- diagrams that are taller than a slide ----

	const GAP_HEIGHT = 32; // of a pause or a tear, above its row; and of a tear below the last one
	const STRIP_SPACE = 8; // between the heads and the first row

	// The rows that fit below the heads, and those for the next picture, and so on; each about as tall as
	// the others, rather than one last row alone.
	function stripsOf(drawing) {
		const ground = drawing.querySelector('.heads .ground');
		const heads = Number(ground.getAttribute('y')) + Number(ground.getAttribute('height'));
		const room = Number(drawing.dataset.room) - heads;
		let strips = stripsIn(drawing, heads, room);
		for (let less = room - 8; less > room / 2; less -= 8) {
			const smaller = stripsIn(drawing, heads, less);
			if (smaller.length > strips.length)
				break;
			strips = smaller;
		}
		return strips;
	}

	function stripsIn(drawing, heads, room) {
		const strips = [];
		for (const row of drawing.querySelectorAll('.row')) {
			const hit = row.querySelector('.hit');
			const above = row.querySelector('.pause, .tear:not(.below)'), below = row.querySelector('.tear.below');
			const top = Number(hit.getAttribute('y')) - (above ? GAP_HEIGHT : 0);
			const bottom = Number(hit.getAttribute('y')) + Number(hit.getAttribute('height')) + (below ? GAP_HEIGHT : 0);
			const last = strips[strips.length - 1];
			if (last && bottom - last.top <= room) {
				last.bottom = bottom;
				last.frames.push(row.dataset.frame);
			} else {
				// The first begins right below the heads, where the states begin.
				strips.push({ top: last ? top - STRIP_SPACE : Math.min(top, heads), bottom, heads, frames: [row.dataset.frame] });
			}
		}
		return strips;
	}

	// Only these rows, below heads of their own. Bars of others stay: a state goes on.
	function cutTo(drawing, strip) {
		for (const row of drawing.querySelectorAll('.row')) {
			if (!strip.frames.includes(row.dataset.frame))
				row.replaceWith(...row.querySelectorAll('.bar'));
		}
		const height = strip.bottom - strip.top + strip.heads + 8, width = drawing.viewBox.baseVal.width;
		drawing.setAttribute('viewBox', `0 ${strip.top - strip.heads} ${width} ${height}`);
		drawing.setAttribute('height', height);
		drawing.querySelector('.heads').style.setProperty('transform', `translateY(${strip.top - strip.heads}px)`, 'important');
		delete drawing.dataset.room;
	}

	// One that is not stepped goes on on slides of its own; so does every one on paper.
	function continueSlide(section) {
		const blocks = section.querySelectorAll('.packets');
		const drawing = section.querySelector('.packets-sequence svg[data-room]');
		const isPaper = /[?&]print-pdf\b/.test(location.search) && !isPrintedByStep;
		if (!drawing || blocks.length !== 1 || (isStepped(blocks[0]) && !isPaper))
			return;
		const strips = stripsOf(drawing);
		const slides = strips.map((strip, index) => (index ? section.cloneNode(true) : section));
		const seconds = Number(section.dataset.timing); // of all of them
		slides.forEach((slide, index) => {
			cutTo(slide.querySelector('svg[data-room]'), strips[index]);
			if (strips.length > 1) // the one for the other way a phone is held has all rows
				slide.querySelector('.diagram > template')?.remove();
			if (seconds)
				slide.dataset.timing = Math.round(seconds / slides.length);
			for (const remark of slide.querySelectorAll('.remark')) {
				if (!strips[index].frames.includes(remark.dataset.frame))
					remark.remove();
			}
			const heading = slide.querySelector('h1, h2');
			if (heading)
				heading.append(' ', element('span', 'part', `${index + 1}/${strips.length}`));
			if (index === 0)
				return;
			slide.id = section.id && `${section.id}-${index + 1}`;
			for (const node of slide.querySelectorAll('[id], aside.notes')) {
				if (node.matches('aside.notes'))
					node.remove();
				else
					node.id += `-${index + 1}`;
			}
			const drawn = slide.querySelector('.ladder');
			drawn.setAttribute('aria-labelledby', drawn.getAttribute('aria-labelledby').replace(/\S+/g, `$&-${index + 1}`));
			slides[index - 1].after(slide);
		});
	}

	// The browser's own print makes no slides: there the pictures follow each other.
	function printStrips() {
		for (const drawing of document.querySelectorAll('.diagram svg[data-room]')) {
			const strips = stripsOf(drawing).map((strip) => {
				const copy = drawing.cloneNode(true);
				cutTo(copy, strip);
				copy.classList.add('strip');
				return copy;
			});
			drawing.after(...strips);
			drawing.classList.add('in-strips');
		}
	}

	function joinStrips() {
		document.querySelectorAll('svg.strip').forEach((strip) => strip.remove());
		document.querySelectorAll('svg.in-strips').forEach((drawing) => drawing.classList.remove('in-strips'));
	}

	function prepare() {
		page.classList.toggle('print-steps', isPrintedByStep);
		for (const block of document.querySelectorAll('.packets-sequence'))
			addSide(block);
		leaves().forEach(continueSlide);
		const talk = document.title;
		leaves().forEach((section, index) => {
			numberSteps(section);
			if (section.classList.contains('title-slide')) {
				drawArt(section);
				return;
			}
			section.append(element('footer', 'slide-footer', element('span', 'talk', talk), element('span', 'where'), element('span', 'page', String(index + 1))));
		});
	}

	// ---- stepping ----

	// The row that reveal.js has reached: the last one shown, or the first, which needs no step.
	function currentIndex(rows) {
		let index = 0;
		rows.forEach((row, i) => {
			if (row.classList.contains('visible'))
				index = i;
		});
		return index;
	}

	function facts(frame) {
		if (!frame || frame.flags === undefined)
			return [];
		const bits = element('div', 'bits');
		bits.setAttribute('role', 'img');
		bits.setAttribute('aria-label', maskWords(frame.flags));
		for (const [, mask] of FLAGS)
			bits.append(element('span', frame.flags & mask ? 'on' : '', frame.flags & mask ? '1' : '0'));
		for (const [name, mask] of FLAGS)
			bits.append(element('i', frame.flags & mask ? 'on' : '', name));
		const lines = [bits, element('p', 'sum', maskWords(frame.flags))];
		const size = payloadSize(frame);
		if (frame.flags & SYN)
			lines.push(element('p', '', 'ISN ', numeral(frame.seqRaw)));
		else if (size > 0)
			lines.push(element('p', '', 'seq ', numeral(frame.seq, 'i'), ' + len ', numeral(size, 'i'), ' = ', numeral(frame.seq + size)));
		else if (frame.flags & FIN)
			lines.push(element('p', '', 'seq ', numeral(frame.seq, 'i'), ' + FIN 1 = ', numeral(frame.seq + 1)));
		else if ((frame.flags & ACK) && !(frame.flags & RST))
			lines.push(element('p', '', 'ack ', numeral(frame.ack), say('번째 바이트를 기다린다', ': the byte it waits for')));
		return lines;
	}

	function showRow(block, rows, index) {
		rows.forEach((row, i) => {
			row.classList.toggle('before', i < index);
			row.classList.toggle('now', i === index);
			row.classList.toggle('later', i > index);
			row.setAttribute('tabindex', i === index ? '0' : '-1');
			if (i === index)
				row.setAttribute('aria-current', 'step');
			else
				row.removeAttribute('aria-current');
		});
		// The focus goes with the steps: Enter must open what everybody looks at.
		if (rows.includes(document.activeElement) && document.activeElement !== rows[index])
			rows[index].focus({ preventScroll: true });
		const number = rows[index].dataset.frame;
		const band = block.querySelector('.band');
		if (band)
			band.style.transform = `translate(0, ${Number(rows[index].dataset.y)}px)`;
		for (const remark of block.querySelectorAll('.remark'))
			remark.classList.toggle('now', remark.dataset.frame === number);
		const last = Number(rows[index].dataset.last || number);
		for (const line of block.querySelectorAll('.packet-list tr[data-frame]'))
			line.classList.toggle('now', Number(line.dataset.frame) >= Number(number) && Number(line.dataset.frame) <= last);
		const panel = block.querySelector('.facts');
		if (panel)
			panel.replaceChildren(...(rows[index].dataset.last ? [] : facts(frameOf(block, number))));
		follow(block, rows[index]);
	}

	// A diagram that is taller than its place follows the steps; the heads of its lanes stay.
	function follow(block, row) {
		const figure = block.querySelector('.diagram');
		const drawing = figure && figure.querySelector('svg');
		if (!drawing || (figure.scrollHeight <= figure.clientHeight + 2 && figure.scrollWidth <= figure.clientWidth + 2))
			return;
		const scale = drawing.clientHeight / drawing.viewBox.baseVal.height || 1;
		const hit = row.querySelector('.hit');
		const middle = (Number(hit.getAttribute('y')) + Number(hit.getAttribute('height')) / 2) * scale;
		const heads = drawing.querySelector('.heads');
		const box = heads && heads.getBBox();
		const covered = box ? (box.y + box.height) * scale : 0;
		const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
		const wire = row.querySelector('.wire').getBBox();
		figure.scrollTo({ left: (wire.x + wire.width / 2) * scale - figure.clientWidth / 2, top: Math.max(0, middle - covered - (figure.clientHeight - covered) / 2), behavior: calm || page.classList.contains('print-pdf') ? 'auto' : 'smooth' });
	}

	// What a figure hides below its edge fades, so that one sees that there is more.
	const HOLDERS = '.diagram, .stream-text, .picture, .packets-list, .compare, p:has(> img:only-child), .scroll-page section';
	function markMore(figure) {
		figure.toggleAttribute('data-scrolls', figure.scrollHeight > figure.clientHeight + 2);
		figure.classList.toggle('more', figure.scrollTop + figure.clientHeight < figure.scrollHeight - 4);
		figure.classList.toggle('beside', figure.scrollLeft + figure.clientWidth < figure.scrollWidth - 4);
		figure.classList.toggle('aside', figure.scrollLeft > 4);
	}

	// A picture with more prose around it than was foreseen is smaller: better than over the prose.
	function shrink(block) {
		const drawing = block.querySelector('.diagram > .drawing');
		const over = block.scrollHeight - block.clientHeight;
		if (drawing && over > 2 && !page.classList.contains('print-pdf') && !Reveal.isScrollView())
			Object.assign(drawing.style, { width: 'auto', height: `${Math.max(120, drawing.clientHeight - over)}px` });
	}

	// Few rows have room for all of their words.
	function wrapList(list) {
		list.classList.toggle('wraps', !page.classList.contains('print-pdf'));
		list.classList.toggle('wraps', list.scrollHeight <= list.clientHeight + 2 && list.matches('.wraps'));
	}

	function pinHeads(figure) {
		markMore(figure);
		const drawing = figure.querySelector('svg');
		const heads = drawing && drawing.querySelector('.heads');
		if (!heads)
			return;
		const scale = drawing.clientHeight / drawing.viewBox.baseVal.height || 1;
		heads.setAttribute('transform', `translate(0 ${Math.round(figure.scrollTop / scale)})`);
	}

	function footer(section, block, rows, index) {
		const where = section.querySelector('.slide-footer .where');
		if (!where || !block)
			return;
		const both = block.closest('.compare');
		if (both) {
			const files = [...both.querySelectorAll('.packets')].map((one) => captureOf(one)).filter(Boolean).map((one) => one.file);
			where.textContent = [...new Set(files)].join(' · ');
			return;
		}
		const capture = captureOf(block);
		const words = capture ? [capture.file] : [];
		const frame = rows.length ? frameOf(block, rows[index].dataset.frame) : frameOf(block, block.dataset.frame);
		// Without steps the footer speaks of all rows: of one connection, or of none.
		const isCommon = isStepped(block) ||
			rows.every((row) => frame && frameOf(block, row.dataset.frame).stream === frame.stream);
		if (frame && frame.stream !== undefined && isCommon)
			words.push('tcp.stream ' + frame.stream);
		if (rows.length && isStepped(block))
			words.push(`${index + 1} / ${rows.length}`);
		where.textContent = words.join(' · ');
	}

	function refresh(section) {
		if (!section)
			return;
		const blocks = [...section.querySelectorAll('.packets')];
		// With several diagrams the footer speaks of the one that the steps have reached.
		let last = blocks[0];
		for (const block of blocks) {
			shrink(block);
			if (block.matches('.packets-list'))
				wrapList(block);
			const rows = [...block.querySelectorAll('.row')];
			const steps = isStepped(block) && rows.length > 0 && (isPrintedByStep || !page.classList.contains('print-pdf'));
			block.classList.toggle('stepped', steps);
			if (!steps)
				continue;
			showRow(block, rows, currentIndex(rows));
			if (rows.some((row) => row.classList.contains('visible')))
				last = block;
		}
		[section, ...section.querySelectorAll(HOLDERS)].forEach((one) => one.matches(HOLDERS) && markMore(one));
		if (last) {
			const rows = [...last.querySelectorAll('.row')];
			footer(section, last, rows, currentIndex(rows));
		}
	}

	// A phone held upright has pictures of its own, which wait beside the others.
	const upright = matchMedia('(max-width: 600px) and (orientation: portrait)');
	function fitPictures() {
		for (const figure of document.querySelectorAll('.diagram:has(> template)')) {
			const [drawing, template] = figure.children;
			if (figure.matches('.upright') === (upright.matches && !page.matches('.print-pdf, .reveal-print')))
				continue;
			figure.classList.toggle('upright');
			const other = template.content.firstElementChild;
			drawing.replaceWith(other);
			template.content.append(drawing);
			if (other.querySelector('title'))
				continue;
			for (const node of [drawing, ...drawing.querySelectorAll('.row[data-frame]')]) { // their names are the same
				const same = node === drawing ? other : other.querySelector(`.row[data-frame="${node.dataset.frame}"]`);
				same?.prepend(...[...node.children].filter((child) => child.matches('title, desc')).map((child) => child.cloneNode(true)));
			}
		}
		// Without this script nothing would happen on a row: only here does it become a button.
		for (const row of document.querySelectorAll('svg .row[data-frame]:not([role])'))
			setAttributes(row, { tabindex: 0, role: 'button' });
	}

	const refreshAll = () => {
		fitPictures();
		leaves().forEach(refresh);
	};

	// The diagram whose packet Enter and Down open.
	function currentBlock() {
		const section = Reveal.getCurrentSlide();
		const blocks = section ? [...section.querySelectorAll('.packets-sequence')].filter(isStepped) : [];
		let found = blocks[0];
		for (const block of blocks) {
			if (block.querySelector('.row.visible'))
				found = block;
		}
		return found;
	}

	function stepTo(row) {
		const section = row.closest('section');
		const block = row.closest('.packets');
		const rows = [...block.querySelectorAll('.row')];
		const index = row.classList.contains('fragment')
			? Number(row.getAttribute('data-fragment-index'))
			: (rows[1] ? Number(rows[1].getAttribute('data-fragment-index')) : 0) - 1;
		const place = Reveal.getIndices(section);
		Reveal.slide(place.h, place.v, index);
		refresh(section);
	}

	// ---- a packet in detail ----

	const TEXTUAL = ['HTTP', 'Data', 'Unknown'];
	const HEADER_SIZE_MAX = 160; // larger headers are listed
	const MARGIN = 36, SCALE_HEIGHT = 26;
	let bitWidth = 22; // 14 on a phone

	const SHORT = {
		'ip.version': 'Ver', 'ip.hdr_len': 'IHL', 'ip.dsfield': 'DSCP · ECN', 'ip.frag_offset': 'Fragment Offset', 'ip.ttl': 'TTL',
		'ipv6.version': 'Ver', 'ipv6.tclass': 'Class', 'ipv6.hlim': 'Hop Limit', 'tcp.hdr_len': 'Offset',
		'tcp.seq_raw': 'Sequence Number', 'tcp.ack_raw': 'Acknowledgment Number', 'tcp.options.nop': 'NOP', 'tcp.options.eol': 'End',
		'tcp.options.mss': 'Maximum Segment Size', 'tcp.options.wscale': 'Window Scale', 'tcp.options.sack_perm': 'SACK',
		'tcp.options.timestamp': 'Timestamps', 'tcp.options.sack': 'SACK', 'tcp.window_size_value': 'Window',
	};
	const FLAG_LETTERS = {
		'tcp.flags.ae': 'A', 'tcp.flags.cwr': 'C', 'tcp.flags.ece': 'E', 'tcp.flags.urg': 'U', 'tcp.flags.ack': 'A', 'tcp.flags.push': 'P',
		'tcp.flags.reset': 'R', 'tcp.flags.syn': 'S', 'tcp.flags.fin': 'F', 'ip.flags.df': 'D', 'ip.flags.mf': 'M',
		'dns.flags.response': 'Q', 'dns.flags.opcode': 'O', 'dns.flags.authoritative': 'A', 'dns.flags.truncated': 'T', 'dns.flags.recdesired': 'D',
		'dns.flags.recavail': 'R', 'dns.flags.z': 'Z', 'dns.flags.authenticated': 'S', 'dns.flags.checkdisable': 'C', 'dns.flags.rcode': 'E',
	};

	// How wide text is at most, in thousandths of an em: as src/diagram/svg.c estimates it.
	function textWidth(text, size, isMono) {
		let width = 0;
		for (const letter of text) {
			const point = letter.codePointAt(0);
			if (letter === THIN)
				width += 4000 / size;
			else if ((point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xd7a3) || point >= 0xf900)
				width += 1000;
			else if (isMono)
				width += 615;
			else if (" !'(),-./:;I[]fijlrt|".includes(letter))
				width += 330;
			else
				width += /[A-Zw+=<>~#&_\u0080-\uffff]/.test(letter) ? 720 : 590;
		}
		return (width * size) / 1000;
	}

	function shorten(text, size, isMono, width) {
		if (textWidth(text, size, isMono) <= width)
			return text;
		let kept = [...text];
		while (kept.length && textWidth(kept.join('') + '…', size, isMono) > width)
			kept.pop();
		return kept.length ? kept.join('').trimEnd() + '…' : '';
	}

	// The fields that make up a header, each with its bits; options stand for themselves.
	function cellsOf(frame, layerIndex) {
		const layer = layersOf(frame)[layerIndex];
		const end = layer[2] * 8;
		const covered = new Uint8Array(end);
		const cells = [];
		const visit = (field) => {
			if (field.layer !== layerIndex || field.size === 0)
				return;
			if (field.children.length && /^dns\.(qry|resp)$|\.options$/.test(field.name)) {
				field.children.forEach(visit);
				return;
			}
			const first = (field.offset - layer[1]) * 8 + (field.bitSize ? field.bitOffset : 0);
			const last = first + (field.bitSize || field.size * 8);
			if (first < 0 || last > end || covered.subarray(first, last).includes(1))
				return;
			covered.fill(1, first, last);
			cells.push({ field, first, last });
		};
		fieldsOf(frame).filter((field) => field.parent < 0).forEach(visit);
		return cells;
	}

	// A field's pieces, one per row of 32 bits.
	function piecesOf(cell) {
		const pieces = [];
		for (let bit = cell.first; bit < cell.last;) {
			const stop = Math.min(cell.last, bit - (bit % 32) + 32);
			pieces.push({ row: Math.floor(bit / 32), from: bit % 32, to: stop - Math.floor(bit / 32) * 32 });
			bit = stop;
		}
		return pieces;
	}

	const isFlags = (cell) => cell.field.children.length > 0 && cell.last - cell.first > 1 && Math.floor(cell.first / 32) === Math.floor((cell.last - 1) / 32) && cell.field.name.endsWith('.flags');

	function cellValue(frame, field) {
		if (field.name === 'tcp.seq_raw')
			return `${grouped(numberOf(frame, field))}  (${say('상대값', 'relative')} ${grouped(frame.seq)})`;
		if (field.name === 'tcp.ack_raw' && frame.flags & ACK)
			return `${grouped(numberOf(frame, field))}  (${say('상대값', 'relative')} ${grouped(frame.ack)})`;
		if (/\.options\.(nop|eol)$/.test(field.name))
			return String(numberOf(frame, field));
		return /^[1-9]\d{3,}$/.test(field.value) && !/port/.test(field.name) ? grouped(field.value) : field.value;
	}

	const TALL = 44, AIRY = 54; // row heights from which words stand on two lines, and with more air
	const nameLine = (y, height) => (height < TALL ? y + height / 2 + 6 : y + (height < AIRY ? 18 : 21));
	const valueLine = (y, height) => (height < TALL ? y + height / 2 + 6 : y + height - (height < AIRY ? 7 : 10));

	// One shape for a field, also when it goes on in the rows below.
	function drawOutline(cell, height, tops) {
		const className = cell.field.parent < 0 ? 'box' : 'box option';
		const left = MARGIN + 1, right = MARGIN + 32 * bitWidth - 1;
		const firstRow = Math.floor(cell.first / 32), lastRow = Math.floor((cell.last - 1) / 32);
		const x = MARGIN + (cell.first % 32) * bitWidth + 1, end = MARGIN + (((cell.last - 1) % 32) + 1) * bitWidth - 1;
		const rowTop = (row) => tops[row];
		const top = rowTop(firstRow) + 1, bottom = rowTop(lastRow + 1) - 2;
		if (firstRow === lastRow)
			return shape('rect', { class: className, x, y: top, width: end - x, height: bottom - top, rx: 6 });
		// A path has a stroke to round its corners, so it stands one further in.
		const x1 = x + 1, left1 = left + 1, right1 = right - 1, end1 = end - 1, top1 = top + 1, bottom1 = bottom - 1;
		const firstBottom = rowTop(firstRow + 1), lastTop = rowTop(lastRow);
		return shape('path', { class: className, d: x1 < end1
			? `M${x1} ${top1}H${right1}V${lastTop - (end1 < right1 ? 3 : 0)}H${end1}V${bottom1}H${left1}V${firstBottom + (x1 > left1 ? 2 : 0)}H${x1}z`
			: `M${x1} ${top1}H${right1}V${firstBottom - 3}H${x1}zM${left1} ${lastTop + 2}H${end1}V${bottom1}H${left1}z` });
	}

	function drawWords(cell, piece, height, frame, tops) {
		const x = MARGIN + piece.from * bitWidth + 10, y = tops[piece.row];
		const room = (piece.to - piece.from) * bitWidth - 18;
		const isTall = height >= TALL, size = isTall ? 20 : 18;
		const name = shorten(SHORT[cell.field.name] || cell.field.label, 18, false, room);
		const taken = isTall ? 0 : textWidth(name, 18, false) + 18;
		let value = cellValue(frame, cell.field);
		if (textWidth(value, size, true) > room - taken)
			value = cell.field.bitSize ? String(numberOf(frame, cell.field)) : value.replace(/^.*\((\d+)\)$/, '$1');
		return [
			label({ class: 'name', x, y: nameLine(y, height), 'font-size': 18 }, name),
			label({ class: 'value', x: x + taken, y: valueLine(y, height), 'font-size': size }, shorten(value, size, true, room - taken)),
		];
	}

	function drawFlags(cell, height, frame, tops) {
		const piece = piecesOf(cell)[0];
		const bytes = bytesOf(frame);
		const start = cell.field.offset * 8 + cell.field.bitOffset;
		const y = tops[piece.row];
		const drawn = [drawOutline(cell, height, tops)];
		for (let i = 0; i < piece.to - piece.from; i++) {
			const child = cell.field.children.find((one) => {
				const first = one.offset * 8 + one.bitOffset;
				return first <= start + i && start + i < first + one.bitSize;
			});
			const isOn = bitAt(bytes, start + i) === 1;
			const x = MARGIN + (piece.from + i) * bitWidth;
			const bit = shape('g', { class: isOn ? 'bit on' : 'bit' },
				shape('rect', { class: 'box', x: x + 2, y: y + 3, width: bitWidth - 4, height: height - 7, rx: 5 }),
				shape('text', { x: x + bitWidth / 2, y: nameLine(y, height), 'text-anchor': 'middle', 'font-size': 18, class: 'name' }, height >= TALL ? (child && FLAG_LETTERS[child.name]) || '·' : ''),
				shape('text', { x: x + bitWidth / 2, y: valueLine(y, height), 'text-anchor': 'middle', 'font-size': 20, class: 'value' }, isOn ? '1' : '0'));
			if (child)
				bit.setAttribute('data-field', child.index);
			drawn.push(bit);
		}
		return drawn;
	}

	// Where rows begin, counted in rows. When there are too many, those inside of a long field are one.
	function rowsOf(cells, count, folds) {
		const isInside = (row) => cells.some((cell) => cell.first < row * 32 && cell.last > (row + 1) * 32);
		const tops = [0];
		for (let row = 0; row < count; row++)
			tops.push(tops[row] + !(folds && isInside(row) && isInside(row - 1)));
		return tops;
	}

	function drawMap(frame, layerIndex, available, isUpright) {
		bitWidth = isUpright ? 14 : 22;
		const layer = layersOf(frame)[layerIndex];
		const cells = cellsOf(frame, layerIndex);
		const rowCount = Math.max(1, Math.ceil(layer[2] / 4));
		const rows = rowsOf(cells, rowCount, rowCount * 34 > available - SCALE_HEIGHT);
		const height = Math.max(34, Math.min(58, Math.floor((available - SCALE_HEIGHT) / rows[rowCount])));
		const tops = rows.map((row) => SCALE_HEIGHT + row * height);
		const width = MARGIN + 32 * bitWidth + 2;
		const map = shape('svg', { class: 'header-map', viewBox: `0 0 ${width} ${tops[rowCount]}`, width, height: tops[rowCount], role: 'group', 'aria-label': `${layer[0]}, ${layer[2]} bytes` });
		for (const bit of [0, 4, 8, 12, 16, 20, 24, 28, 31])
			map.append(shape('text', { class: 'scale', x: MARGIN + bit * bitWidth + bitWidth / 2, y: 18, 'text-anchor': 'middle', 'font-size': 18 }, String(bit)));
		for (let row = 0; row < rowCount; row++) {
			if (tops[row] < tops[row + 1])
				map.append(shape('text', { class: 'scale', x: MARGIN - 9, y: tops[row] + height / 2 + 6, 'text-anchor': 'end', 'font-size': 18 }, tops[row + 1] === tops[row + 2] ? '⋮' : String(row * 4)));
		}
		for (const cell of cells) {
			const group = shape('g', { class: 'cell', 'data-field': cell.field.index, tabindex: 0, role: 'button' });
			if (isFlags(cell)) {
				group.append(...drawFlags(cell, height, frame, tops));
			} else {
				const pieces = piecesOf(cell);
				const widest = pieces.reduce((best, piece) => (piece.to - piece.from > best.to - best.from ? piece : best));
				group.append(drawOutline(cell, height, tops), ...drawWords(cell, widest, height, frame, tops));
			}
			map.append(group);
		}
		return map;
	}

	// A layer that is no table of bits: its fields line by line.
	function drawLines(frame, layerIndex) {
		const list = element('div', 'field-lines');
		for (const field of fieldsOf(frame)) {
			if (field.layer !== layerIndex || (field.size === 0 && field.parent >= 0))
				continue;
			const line = element('button', field.parent >= 0 ? 'line below' : 'line', element('span', 'name', field.label), element('span', 'value', field.value));
			line.type = 'button';
			line.setAttribute('data-field', field.index);
			list.append(line);
		}
		return list;
	}

	const HEX_COLUMNS = 8;

	function drawBytes(frame) {
		const bytes = bytesOf(frame);
		const dump = element('div', 'dump');
		dump.setAttribute('data-scrolls', '');
		dump.setAttribute('data-prevent-swipe', ''); // a quick finger scrolls, it leaves no packet
		dump.tabIndex = 0; // to be scrolled with the keyboard
		const shown = bytes.length; // a deck keeps the first 2048 bytes of a packet
		for (let start = 0; start < shown; start += HEX_COLUMNS) {
			const left = element('span', 'hex'), right = element('span', 'ascii');
			for (let i = start; i < Math.min(start + HEX_COLUMNS, shown); i++) {
				const one = element('span', '', bytes[i].toString(16).padStart(2, '0'));
				const letter = element('span', '', bytes[i] >= 0x20 && bytes[i] < 0x7f ? String.fromCharCode(bytes[i]) : '·');
				one.dataset.byte = letter.dataset.byte = i;
				left.append(one);
				right.append(letter);
			}
			dump.append(element('div', 'dump-row', left, right));
		}
		const captured = frame.captured ?? frame.length;
		if (shown < captured)
			dump.append(element('p', 'more', `+ ${grouped(captured - shown)}${say('바이트', ' bytes')}`));
		return dump;
	}

	// The narrowest field over a byte.
	function fieldAt(frame, position) {
		let best = null;
		for (const field of fieldsOf(frame)) {
			const isOver = field.size > 0 && position >= field.offset && position < field.offset + field.size;
			if (isOver && !(field.bitSize === 1) && (!best || field.size < best.size || (field.size === best.size && !field.bitSize && best.parent < 0 && field.parent >= 0)))
				best = field;
		}
		return best;
	}

	// ---- field, bytes and sentence are one thing ----

	// What the field says in this packet, or always; else what the field around it says.
	function sentence(frame, field) {
		if (field.special)
			return field.special;
		if (field.meaning)
			return field.meaning.replace(/{[nv]}/g, (mark) => (mark === '{n}' ? grouped(numberOf(frame, field)) : field.value));
		return field.parent >= 0 ? sentence(frame, frame.list[field.parent]) : '';
	}

	function heading(frame, field) {
		const value = field.name === 'tcp.flags' ? setFlags(frame.flags).map(([name]) => name).reverse().join(', ') : cellValue(frame, field);
		const label = SHORT[field.name] || field.label;
		return value && value.length <= 60 ? `${label}: ${value}` : label;
	}

	// Spoken when it changes: focus moves from field to field, and this says what each one is.
	function sentenceLine() {
		const line = element('p', 'sentence');
		line.setAttribute('aria-live', 'polite');
		return line;
	}

	// Everything in `root` that shows a field lights up with it.
	function light(root, frame, field) {
		for (const node of root.querySelectorAll('.lit'))
			node.classList.remove('lit');
		const line = root.querySelector('.sentence');
		if (!field) {
			if (line)
				line.replaceChildren();
			return;
		}
		const family = [field.index];
		for (let one = field; one.parent >= 0; one = frame.list[one.parent])
			family.push(one.parent);
		const shown = family.find((index) => root.querySelector(`[data-field="${index}"]`));
		for (const node of root.querySelectorAll(`[data-field="${field.index}"], .cell[data-field="${shown}"]`))
			node.classList.add('lit');
		const first = field.offset + (field.bitSize ? field.bitOffset >> 3 : 0);
		const last = field.bitSize ? field.offset + ((field.bitOffset + field.bitSize - 1) >> 3) + 1 : field.offset + field.size;
		for (const node of root.querySelectorAll('[data-byte]')) {
			const position = Number(node.dataset.byte);
			if (position >= first && position < last)
				node.classList.add('lit');
		}
		if (line)
			line.replaceChildren(element('b', '', heading(frame, field)), ' ', whole(sentence(frame, field)));
	}

	// Hover, focus and touch over fields and bytes.
	function link(root, frame) {
		fieldsOf(frame);
		const pick = (event) => {
			const node = event.target.closest && event.target.closest('[data-field], [data-byte]');
			if (!node || !root.contains(node))
				return;
			const field = node.dataset.field !== undefined ? frame.list[Number(node.dataset.field)] : fieldAt(frame, Number(node.dataset.byte));
			if (field)
				light(root, frame, field);
		};
		root.addEventListener('pointerover', pick);
		root.addEventListener('focusin', pick);
		root.addEventListener('click', pick);
	}

	let opened = null; // { dialog, block, section, number }

	// In a dialog, or in the static picture of `show: packet`, which C drew the same way.
	function showLayer(root, frame, layerIndex) {
		const layer = layersOf(frame)[layerIndex];
		root.querySelectorAll('.crumbs button').forEach((crumb, index) => {
			crumb.classList.toggle('on', index === layerIndex);
			crumb.setAttribute('aria-pressed', String(index === layerIndex));
		});
		const isMapped = !TEXTUAL.includes(layer[0]) && layer[2] <= HEADER_SIZE_MAX && cellsOf(frame, layerIndex).length > 1;
		const picture = root.querySelector('.picture');
		picture.replaceChildren(isMapped ? drawMap(frame, layerIndex, ...(root === opened?.dialog ? [540, innerWidth < 700] : [512, upright.matches])) : drawLines(frame, layerIndex));
		picture.scrollTop = 0;
		markMore(picture);
		for (const node of root.querySelectorAll('[data-byte]')) {
			const position = Number(node.dataset.byte);
			node.classList.toggle('within', position >= layer[1] && position < layer[1] + layer[2]);
		}
		const list = fieldsOf(frame).filter((field) => field.layer === layerIndex && field.size > 0);
		const first = list.find((field) => field.name === 'tcp.flags') || list.find((field) => field.parent < 0);
		light(root, frame, first);
		const row = root.querySelector(`.dump [data-byte="${layer[1]}"]`);
		const dump = root.querySelector('.dump');
		if (row && dump)
			dump.scrollTop = Math.max(0, row.closest('.dump-row').offsetTop - 60); // two whole rows before it
	}

	function addCrumbs(crumbs, root, frame) {
		crumbs.replaceChildren(...layersOf(frame).map((layer, index) => {
			const crumb = element('button', '', `${layer[0]} `, element('span', '', grouped(layer[2] || layer[3])));
			crumb.type = 'button';
			crumb.addEventListener('click', () => showLayer(root, frame, index));
			return crumb;
		}));
	}

	function openPacket(block, number) {
		const frame = frameOf(block, number);
		if (!frame || opened)
			return false;
		const dialog = element('dialog', 'packet-detail');
		dialog.setAttribute('aria-label', `#${number} ${frame.info}`);
		const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('돌아가기', 'back'));
		close.type = 'button';
		close.addEventListener('click', closePacket);
		const crumbs = element('div', 'crumbs');
		addCrumbs(crumbs, dialog, frame);
		const stage = element('div', 'detail-stage',
			element('div', 'heading', element('h2', '', `#${number} ${labelOf(block, number)}`), element('p', 'what', `${timeIn(block, frame)} · ${grouped(frame.length)}${say('바이트', ' bytes')}`), saveButton(captureOf(block)), close),
			crumbs,
			element('div', 'columns', element('div', 'picture'), element('div', 'reading', drawBytes(frame), sentenceLine())));
		dialog.append(stage);
		dialog.addEventListener('click', (event) => { if (event.target === dialog) closePacket(); });
		link(dialog, frame);
		showDetail(dialog, block, number);
		const tcp = layersOf(frame).findIndex((layer) => layer[0] === 'TCP');
		showLayer(dialog, frame, tcp >= 0 ? tcp : layersOf(frame).length - 1);
		const lit = dialog.querySelector('.cell.lit') || dialog.querySelector('.crumbs .on');
		if (lit)
			lit.focus({ preventScroll: true });
		return true;
	}

	// ---- the packets as a file ----

	// All packets that the deck has of a capture: as it has them, scrubbed when the deck is, and of a long packet
	// its beginning. A pcap with nanoseconds, or a pcapng where the packets differ in their link types.
	const framesOf = (capture) => Object.keys(capture.frames).map(Number).sort((a, b) => a - b).map((number) => capture.frames[number]);
	const isMixed = (capture) => Object.values(capture.frames).some((frame) => 'link' in frame);
	const timeOf = (capture, frame) => BigInt(capture.start) + BigInt(frame.time.replace('.', '')); // nanoseconds

	// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
	function pcapFile(capture) {
		const frames = framesOf(capture);
		const size = frames.reduce((sum, frame) => sum + 16 + bytesOf(frame).length, 24);
		const file = new Uint8Array(size), view = new DataView(file.buffer);
		let at = 0;
		const word = (value) => { view.setUint32(at, value, true); at += 4; };
		word(0xa1b23c4d);
		view.setUint16(4, 2, true);
		view.setUint16(6, 4, true);
		at = 16;
		word(262144);
		word(capture.link);
		for (const frame of frames) {
			const time = timeOf(capture, frame);
			const bytes = bytesOf(frame);
			word(Number(time / 1000000000n));
			word(Number(time % 1000000000n));
			word(bytes.length);
			word(frame.length);
			file.set(bytes, at);
			at += bytes.length;
		}
		return new Blob([file], { type: 'application/vnd.tcpdump.pcap' });
	}

	// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html: an interface for each link type.
	function pcapngFile(capture) {
		const words = (...values) => new Uint8Array(new Uint32Array(values).buffer);
		const padded = (bytes) => [bytes, new Uint8Array(-bytes.length & 3)];
		function block(type, ...parts) {
			const length = parts.reduce((sum, part) => sum + part.length, 12);
			return [words(type, length), ...parts, words(length)];
		}
		const linkOf = (frame) => frame.link ?? capture.link;
		const frames = framesOf(capture), links = [...new Set(frames.map(linkOf))];
		const nanoseconds = words(9 | 1 << 16, 9); // the option if_tsresol
		return new Blob([
			...block(0x0a0d0d0a, words(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff)),
			...links.flatMap((type) => block(1, words(type, 262144), nanoseconds, words(0))),
			...frames.flatMap((frame) => {
				const bytes = bytesOf(frame), time = timeOf(capture, frame);
				return block(6, words(links.indexOf(linkOf(frame)), Number(time >> 32n), Number(time & 0xffffffffn), bytes.length, frame.length), ...padded(bytes));
			}),
		], { type: 'application/x-pcapng' });
	}

	const pcapName = (capture) => capture.file.replace(/\.[^.]*$/, '') + (isMixed(capture) ? '.pcapng' : '.pcap');

	function saveCapture(capture) {
		const link = element('a', '');
		link.href = URL.createObjectURL(isMixed(capture) ? pcapngFile(capture) : pcapFile(capture));
		link.download = pcapName(capture);
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
	}

	// What the slide shows packets of; else all.
	function saveCaptures() {
		const shown = [...Reveal.getCurrentSlide().querySelectorAll('.packets')].map(captureOf).filter(Boolean);
		new Set(shown.length ? shown : Object.values(data().captures)).forEach(saveCapture);
	}

	function saveButton(capture) {
		const save = element('button', 'save', '↓ ' + pcapName(capture));
		save.type = 'button';
		save.title = say('이 덱이 가진 패킷을 파일로 저장', 'Save the packets that this deck has as a file');
		save.addEventListener('click', () => saveCapture(capture));
		return save;
	}

	// A row of several packets opens as their list, and each of those as a packet.
	function openFold(block, row) {
		const { frame: first, last } = row.dataset;
		const lines = linesOf(block, row);
		if (!lines.length || opened)
			return false;
		const table = element('table', 'packet-list', block.querySelector('.twin thead').cloneNode(true), element('tbody', '', ...lines.map((line) => line.cloneNode(true))));
		for (const line of table.querySelectorAll('tr[data-frame]')) {
			line.classList.remove('now');
			line.tabIndex = 0;
		}
		const what = labelOf(block, first);
		const dialog = element('dialog', 'packet-detail fold-detail');
		dialog.setAttribute('aria-label', `#${first}–#${last} ${what}`);
		const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('돌아가기', 'back'));
		close.type = 'button';
		close.addEventListener('click', closePacket);
		const list = element('div', 'fold-list', table);
		list.setAttribute('data-scrolls', '');
		list.setAttribute('data-prevent-swipe', '');
		dialog.append(element('div', 'detail-stage',
			element('div', 'heading', element('h2', '', what), element('p', 'what', `#${first}–#${last}`), close), list));
		dialog.addEventListener('click', (event) => {
			const line = event.target.closest('tr[data-frame]');
			if (line)
				openFolded(line);
			else if (event.target === dialog)
				closePacket();
		});
		showDetail(dialog, block, first);
		opened.isFold = true;
		table.querySelector('tr[data-frame]').focus({ preventScroll: true });
		return true;
	}

	// From the list of a fold to one of its packets; closing that one comes back to the list.
	function openFolded(line) {
		const { block, number } = opened;
		const frame = line.dataset.frame;
		opened.dialog.remove();
		opened = null;
		openPacket(block, frame);
		Object.assign(opened, { fold: number, number });
		opened.line = frame;
	}

	function showDetail(dialog, block, number) {
		document.querySelector('.reveal').append(dialog);
		opened = { dialog, block, section: block.closest('section'), number };
		dialog.addEventListener('cancel', (event) => { event.preventDefault(); closePacket(); });
		dialog.showModal();
		scaleDetail();
	}

	// What a row stands for: a packet, or a run of them.
	function openRow(block, row) {
		return row.dataset.last ? openFold(block, row) : openPacket(block, row.dataset.frame);
	}

	function closePacket() {
		if (!opened)
			return;
		const { dialog, block, section, number, line } = opened;
		opened = null;
		dialog.close();
		dialog.remove();
		const fold = line && section.querySelector(`.row[data-frame="${number}"]`);
		if (fold && openFold(block, fold)) {
			opened.dialog.querySelector(`tr[data-frame="${line}"]`).focus();
			return;
		}
		const row = section.querySelector(`.row[data-frame="${number}"]`);
		if (row)
			row.focus({ preventScroll: true });
	}

	// The detail is a stage of the same size as a slide, scaled like one; a phone reads it as a page.
	function scaleDetail() {
		if (!opened)
			return;
		const isNarrow = innerWidth < 700;
		opened.dialog.classList.toggle('narrow', isNarrow);
		const scale = Math.min(innerWidth / 1280, innerHeight / 720);
		opened.dialog.querySelector('.detail-stage').style.transform = isNarrow ? '' : `translate(-50%, -50%) scale(${scale})`;
	}

	// ---- keys and clicks ----

	const CLOSING = ['Escape', 'ArrowUp', 'Backspace', 'PageUp', 'ArrowLeft', 'p', 'P', 'k', 'h'];
	const ADVANCING = ['PageDown', 'ArrowRight', 'n', 'N', ' ', 'l'];
	const PASSING = ['f', 'F', 'F5', 'F11', 'F12', 'Tab', 'Shift', 'Control', 'Alt', 'Meta'];
	const BLANKING = ['b', 'B', '.', 'v', 'V', ',', ';', ':'];

	// Up and Down go through the list of a fold, and up out of it.
	function onFoldKey(event) {
		const lines = [...opened.dialog.querySelectorAll('tr[data-frame]')];
		const index = lines.indexOf(document.activeElement);
		const next = event.key === 'ArrowDown' ? lines[index + 1] : event.key === 'ArrowUp' ? lines[index - 1] : null;
		if (event.key === 'Enter' && index >= 0)
			openFolded(lines[index]);
		else if (next)
			next.focus();
		else
			return event.key === 'ArrowDown';
		return true;
	}

	function onDetailKey(event) {
		if (event.ctrlKey || event.metaKey || event.altKey)
			return;
		const onButton = !Reveal.isPaused() && event.target.closest && event.target.closest('button');
		if (PASSING.includes(event.key) || ((event.key === 'Enter' || event.key === ' ') && onButton)) {
			if (event.key === ' ' || event.key === 'Enter')
				event.stopImmediatePropagation();
			return;
		}
		event.stopImmediatePropagation();
		event.preventDefault();
		// The screen goes dark over a packet, too, and then nothing else is heard.
		if (BLANKING.includes(event.key) || Reveal.isPaused()) {
			if (BLANKING.includes(event.key))
				Reveal.togglePause();
			return;
		}
		if (opened.isFold && onFoldKey(event))
			return;
		if (CLOSING.includes(event.key)) {
			closePacket();
		} else if (ADVANCING.includes(event.key)) {
			closePacket();
			Reveal.next();
		}
	}

	function onKey(event) {
		if (opened) {
			onDetailKey(event);
			return;
		}
		if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented)
			return;
		if (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'j' && event.key !== ' ')
			return;
		const target = event.target;
		if (!Reveal.isReady() || Reveal.isOverview() || Reveal.isPaused() || page.classList.contains('print-pdf') || document.querySelector('.r-overlay'))
			return;
		if (target.closest && target.closest('a, button, input, textarea, select, summary, [contenteditable]'))
			return;
		const row = target.closest && target.closest('.row[data-frame], .packet-list tr[data-frame]');
		const block = row ? row.closest('.packets') : currentBlock();
		if (!block || (event.key === ' ' && !row) || (event.key === ' ' && isStepped(block)))
			return;
		const now = row || block.querySelector('.row.now');
		if (now && openRow(block, now)) {
			event.preventDefault();
			event.stopImmediatePropagation();
		}
	}

	function onClick(event) {
		const row = event.target.closest && event.target.closest('.row[data-frame], .packet-list tr[data-frame]');
		if (!row || opened || Reveal.isOverview() || page.classList.contains('print-pdf') || !getSelection().isCollapsed)
			return;
		const block = row.closest('.packets');
		if (isStepped(block) && row.matches('.row') && !row.classList.contains('now'))
			stepTo(row);
		else
			openRow(block, row);
	}

	const linked = new WeakSet();

	function linkStatic() {
		for (const block of document.querySelectorAll('.packets-packet')) {
			if (linked.has(block))
				continue;
			linked.add(block);
			const frame = frameOf(block, block.dataset.frame);
			const crumbs = block.querySelector('.crumbs');
			if (!frame || !crumbs)
				continue;
			const on = [...crumbs.children].findIndex((crumb) => crumb.classList.contains('on'));
			addCrumbs(crumbs, block, frame);
			block.querySelector('.dump').replaceWith(drawBytes(frame));
			link(block, frame);
			showLayer(block, frame, Math.max(0, on));
		}
	}

	// ---- start ----

	function leaveDetail() {
		// Whoever moves on, by whatever means, has left the detail.
		closePacket();
	}

	if (typeof Reveal === 'undefined')
		return;
	fitPictures();
	prepare();
	Reveal.on('ready', () => {
		refreshAll();
		linkStatic();
		// For the list of keys that '?' shows.
		Reveal.registerKeyboardShortcut('Enter , ↓', say('지금 패킷의 헤더와 바이트 열기', 'Open the current packet'));
		Reveal.addKeyBinding({ keyCode: 68, key: 'D', description: say('패킷을 pcap 파일로 저장', 'Save the packets as a pcap file') }, saveCaptures);
		Reveal.registerKeyboardShortcut('Esc , ↑', say('패킷에서 돌아가기', 'Leave a packet'));
	});
	Reveal.on('slidechanged', (event) => { leaveDetail(); refresh(event.currentSlide); });
	for (const name of ['fragmentshown', 'fragmenthidden'])
		Reveal.on(name, (event) => { leaveDetail(); refresh(event.fragment.closest('section')); });
	Reveal.on('pdf-ready', refreshAll);
	// Scroll view comes and goes with the window's width, and makes the slides anew.
	Reveal.on('resize', () => setTimeout(() => { refreshAll(); linkStatic(); }));
	addEventListener('resize', scaleDetail);
	addEventListener('beforeprint', () => page.classList.contains('print-pdf') || printStrips());
	addEventListener('afterprint', joinStrips);
	addEventListener('keydown', onKey, true);
	document.addEventListener('click', onClick);
	document.addEventListener('scroll', (event) => {
		if (event.target.matches && event.target.matches(HOLDERS))
			pinHeads(event.target);
	}, true);
})();
