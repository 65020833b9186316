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

	function shape(name, attributes, ...children) {
		const node = document.createElementNS(SVG, name);
		for (const [key, value] of Object.entries(attributes))
			node.setAttribute(key, value);
		node.append(...children);
		return node;
	}

	const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
	const hex = (number, digits) => '0x' + number.toString(16).padStart(digits, '0');

	// 12345 as groups of three with a narrow gap: copied, it is a plain number.
	function numeral(number) {
		const groups = String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ' ').split(' ');
		return element('b', '', groups[0], ...groups.slice(1).map((group) => element('span', 'group', group)));
	}

	// "0.000074123" seconds as people say it.
	function duration(seconds) {
		const value = Number(seconds);
		if (value >= 1)
			return value.toFixed(2) + ' s';
		const ms = value * 1000;
		return (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(3)) + ' ms';
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
		if (!frame.octets)
			frame.octets = Uint8Array.from(atob(frame.bytes), (letter) => letter.charCodeAt(0));
		return frame.octets;
	}

	function fieldsOf(frame) {
		if (!frame.list) {
			const { names, labels, values, shapes } = data();
			frame.list = [];
			for (let i = 0; i < frame.fields.length; i += 2) { // pairs: which shape, which value
				const [name, label, offset, size, bitOffset, bitSize, layer, parent] = shapes[frame.fields[i]];
				frame.list.push({
					index: i / 2, name: names[name], label: labels[label], value: values[frame.fields[i + 1]],
					offset, size, bitOffset, bitSize, layer, parent, children: [],
				});
			}
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
	const SYN = 0x02, FIN = 0x01, ACK = 0x10;

	const setFlags = (flags) => FLAGS.filter(([, mask]) => flags & mask);

	// 0x12 = ACK 0x10 | SYN 0x02
	function maskWords(flags) {
		const set = setFlags(flags);
		return hex(flags & 0xff, 2) + ' = ' + (set.length ? set.map(([name, mask]) => name + ' ' + hex(mask, 2)).join(' | ') : '0');
	}

	function payloadSize(frame) {
		const tcp = frame.layers.find((layer) => layer[0] === 'TCP');
		return tcp ? tcp[3] - tcp[2] : 0;
	}

	function labelOf(frame) {
		if (frame.protocol === 'HTTP') {
			const line = frame.info.replace(/ HTTP\/1\.[01].*$/, '').replace(/^HTTP\/1\.[01] /, '');
			return line.replace(/\s+\(.*$/, '').trim();
		}
		if (frame.flags !== undefined)
			return setFlags(frame.flags).map(([name]) => name).reverse().join(', ');
		return frame.protocol;
	}

	// ---- getting ready, before reveal.js starts ----

	// The panel beside a stepped sequence: its remarks, and below them what the packet itself says.
	function addSide(block) {
		const remarks = block.querySelector(':scope > .remarks');
		if (!remarks || block.querySelector(':scope > .side'))
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
			const remark = element('div', 'remark bare', element('p', 'what', `#${number} ${labelOf(frame)} · ${timeIn(block, frame)}`));
			remark.dataset.frame = number;
			remarks.append(remark);
		}
	}

	// Two diagrams, or a list and a diagram, on one slide are walked one after the other.
	function numberSteps(section) {
		section.querySelectorAll('.fragment').forEach((fragment, index) => {
			fragment.setAttribute('data-fragment-index', index);
		});
	}

	const leaves = () => [...document.querySelectorAll('.reveal .slides section')].filter((section) => !section.querySelector('section'));

	function prepare() {
		for (const block of document.querySelectorAll('.packets-sequence'))
			addSide(block);
		const talk = document.title;
		leaves().forEach((section, index) => {
			numberSteps(section);
			if (section.classList.contains('title-slide'))
				return;
			section.append(element('footer', 'slide-footer', element('span', 'talk', talk), element('span', 'where'), element('span', 'page', String(index + 1))));
		});
	}

	// ---- stepping ----

	const isStepped = (block) => Number(block.dataset.steps) > 0;

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
			lines.push(element('p', '', `seq ${grouped(frame.seq)} + len ${grouped(size)} → ${say('다음', 'next')} `, numeral(frame.seq + size)));
		else if (frame.flags & FIN)
			lines.push(element('p', '', `seq ${grouped(frame.seq)} + FIN 1 → ${say('다음', 'next')} `, numeral(frame.seq + 1)));
		else if (frame.flags & ACK)
			lines.push(element('p', '', 'ack ', numeral(frame.ack), say(' 번째 바이트를 기다린다', ': the byte it waits for')));
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
		const number = rows[index].dataset.frame;
		const band = block.querySelector('.band');
		if (band)
			band.style.transform = `translate(0, ${Number(rows[index].dataset.y)}px)`;
		for (const remark of block.querySelectorAll('.remark'))
			remark.classList.toggle('now', remark.dataset.frame === number);
		for (const line of block.querySelectorAll('.packet-list tr[data-frame]'))
			line.classList.toggle('now', line.dataset.frame === number);
		const panel = block.querySelector('.facts');
		if (panel)
			panel.replaceChildren(...facts(frameOf(block, number)));
		follow(block, rows[index]);
	}

	// A diagram that is taller than its place follows the steps; the heads of its lanes stay.
	function follow(block, row) {
		const figure = block.querySelector('.diagram');
		const drawing = figure && figure.querySelector('svg');
		if (!drawing || figure.scrollHeight <= figure.clientHeight + 2)
			return;
		const scale = drawing.clientHeight / drawing.viewBox.baseVal.height || 1;
		const hit = row.querySelector('.hit');
		const middle = (Number(hit.getAttribute('y')) + Number(hit.getAttribute('height')) / 2) * scale;
		const heads = drawing.querySelector('.heads');
		const covered = heads ? heads.getBBox().height * scale : 0;
		const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
		figure.scrollTo({ top: Math.max(0, middle - covered - (figure.clientHeight - covered) / 2), behavior: calm ? 'auto' : 'smooth' });
	}

	function pinHeads(figure) {
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
		const capture = captureOf(block);
		const words = capture ? [capture.file] : [];
		const frame = rows.length ? frameOf(block, rows[index].dataset.frame) : frameOf(block, block.dataset.frame);
		if (frame && frame.stream !== undefined)
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
			const rows = [...block.querySelectorAll('.row')];
			const steps = isStepped(block) && rows.length > 0 && !page.classList.contains('print-pdf');
			block.classList.toggle('stepped', steps);
			if (!steps)
				continue;
			showRow(block, rows, currentIndex(rows));
			if (rows.some((row) => row.classList.contains('visible')))
				last = block;
		}
		if (last) {
			const rows = [...last.querySelectorAll('.row')];
			footer(section, last, rows, currentIndex(rows));
		}
	}

	const refreshAll = () => leaves().forEach(refresh);

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

	const MAPPED = ['Ethernet', 'VLAN', 'IPv4', 'IPv6', 'TCP', 'UDP', 'ICMP', 'ICMPv6', 'ARP', 'Null/Loopback', 'NULL', 'LOOP', 'SLL', 'SLL2'];
	const BIT = 22, MARGIN = 36, SCALE_HEIGHT = 26;

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
	};

	// How wide text is at most, in thousandths of an em: as src/diagram/svg.c estimates it.
	function textWidth(text, size, isMono) {
		let width = 0;
		for (const letter of text) {
			const point = letter.codePointAt(0);
			if ((point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xd7a3) || point >= 0xf900)
				width += 1000;
			else if (isMono)
				width += letter === THIN ? 250 : 615;
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
		const layer = frame.layers[layerIndex];
		const end = layer[2] * 8;
		const covered = new Uint8Array(end);
		const cells = [];
		const visit = (field) => {
			if (field.layer !== layerIndex || field.size === 0)
				return;
			if (field.children.length && field.size > 4 && !field.bitSize && field.name.endsWith('.options')) {
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

	const isFlags = (field) => field.children.length > 1 && field.children.every((child) => child.bitSize > 0) && field.name.endsWith('.flags');

	function cellValue(frame, field) {
		if (field.name === 'tcp.seq_raw')
			return `${grouped(numberOf(frame, field))}  (${say('상대', 'relative')} ${grouped(frame.seq)})`;
		if (field.name === 'tcp.ack_raw' && frame.flags & ACK)
			return `${grouped(numberOf(frame, field))}  (${say('상대', 'relative')} ${grouped(frame.ack)})`;
		return /^\d{4,}$/.test(field.value) && !/port/.test(field.name) ? grouped(field.value) : field.value;
	}

	function drawPiece(cell, piece, height, isLabelled, frame) {
		const x = MARGIN + piece.from * BIT, y = SCALE_HEIGHT + piece.row * height;
		const width = (piece.to - piece.from) * BIT;
		const group = shape('g', { class: 'piece' }, shape('rect', { x: x + 1, y: y + 1, width: width - 2, height: height - 3, rx: 6 }));
		if (!isLabelled)
			return group;
		const label = SHORT[cell.field.name] || cell.field.label;
		const room = width - 18;
		let value = cellValue(frame, cell.field);
		if (textWidth(value, 20, true) > room && cell.field.bitSize)
			value = String(numberOf(frame, cell.field));
		const isTall = height >= 46;
		const name = shape('text', { class: 'name', x: x + 10, y: isTall ? y + 20 : y + height / 2 + 6, 'font-size': 18 }, shorten(label, 18, false, room));
		group.append(name);
		const taken = isTall ? 0 : textWidth(name.textContent, 18, false) + 12;
		const text = shorten(value, 20, true, room - taken);
		if (text)
			group.append(shape('text', { class: 'value', x: x + 10 + taken, y: isTall ? y + height - 9 : y + height / 2 + 6, 'font-size': isTall ? 20 : 18 }, text));
		return group;
	}

	function drawFlags(cell, height, frame) {
		const piece = piecesOf(cell)[0];
		const bytes = bytesOf(frame);
		const start = cell.field.offset * 8 + cell.field.bitOffset;
		const y = SCALE_HEIGHT + piece.row * height;
		const group = shape('g', { class: 'piece' }, shape('rect', { x: MARGIN + piece.from * BIT + 1, y: y + 1, width: (piece.to - piece.from) * BIT - 2, height: height - 3, rx: 6 }));
		for (let i = 0; i < piece.to - piece.from; i++) {
			const child = cell.field.children.find((one) => {
				const first = one.offset * 8 + one.bitOffset;
				return first <= start + i && start + i < first + one.bitSize;
			});
			const isOn = bitAt(bytes, start + i) === 1;
			const x = MARGIN + (piece.from + i) * BIT;
			const bit = shape('g', { class: isOn ? 'bit on' : 'bit' },
				shape('rect', { x: x + 2, y: y + 3, width: BIT - 4, height: height - 7, rx: 5 }),
				shape('text', { x: x + BIT / 2, y: height >= 46 ? y + 20 : y + height / 2 + 6, 'text-anchor': 'middle', 'font-size': 18, class: 'name' }, height >= 46 ? (child && FLAG_LETTERS[child.name]) || '·' : ''),
				shape('text', { x: x + BIT / 2, y: height >= 46 ? y + height - 9 : y + height / 2 + 6, 'text-anchor': 'middle', 'font-size': 20, class: 'value' }, isOn ? '1' : '0'));
			if (child)
				bit.setAttribute('data-field', child.index);
			group.append(bit);
		}
		return group;
	}

	function drawMap(frame, layerIndex, available) {
		const layer = frame.layers[layerIndex];
		const cells = cellsOf(frame, layerIndex);
		const rowCount = Math.max(1, Math.ceil(layer[2] / 4));
		const height = Math.max(34, Math.min(58, Math.floor((available - SCALE_HEIGHT) / rowCount)));
		const width = MARGIN + 32 * BIT + 2;
		const map = shape('svg', { class: 'header-map', viewBox: `0 0 ${width} ${SCALE_HEIGHT + rowCount * height}`, width, height: SCALE_HEIGHT + rowCount * height, role: 'group', 'aria-label': `${layer[0]}, ${layer[2]} bytes` });
		for (const bit of [0, 4, 8, 12, 16, 20, 24, 28, 31])
			map.append(shape('text', { class: 'scale', x: MARGIN + bit * BIT + BIT / 2, y: 18, 'text-anchor': 'middle', 'font-size': 18 }, String(bit)));
		for (let row = 0; row < rowCount; row++)
			map.append(shape('text', { class: 'scale', x: MARGIN - 9, y: SCALE_HEIGHT + row * height + height / 2 + 6, 'text-anchor': 'end', 'font-size': 18 }, String(row * 4)));
		for (const cell of cells) {
			const group = shape('g', { class: 'cell', 'data-field': cell.field.index, tabindex: 0, role: 'button', 'aria-label': `${cell.field.label}: ${cell.field.value}` });
			if (isFlags(cell.field)) {
				group.append(drawFlags(cell, height, frame));
			} else {
				const pieces = piecesOf(cell);
				const widest = pieces.reduce((best, piece) => (piece.to - piece.from > best.to - best.from ? piece : best));
				group.append(...pieces.map((piece) => drawPiece(cell, piece, height, piece === widest, frame)));
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

	const HEX_COLUMNS = 8, HEX_BYTES_MAX = 2048;

	function drawBytes(frame) {
		const bytes = bytesOf(frame);
		const dump = element('div', 'dump');
		const shown = Math.min(bytes.length, HEX_BYTES_MAX);
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
		if (shown < bytes.length)
			dump.append(element('p', 'more', `+ ${grouped(bytes.length - shown)} ${say('바이트', 'bytes')}`));
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

	function sentence(frame, field) {
		const words = window.pcapdeckSentences;
		return words ? words(frame, field, { isKorean, grouped, numberOf, bytesOf, payloadSize }) : '';
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
		const first = field.offset, last = field.offset + field.size;
		for (const node of root.querySelectorAll('[data-byte]')) {
			const position = Number(node.dataset.byte);
			if (position >= first && position < last)
				node.classList.add('lit');
		}
		if (line)
			line.replaceChildren(element('b', '', `${SHORT[field.name] || field.label}: ${cellValue(frame, field)}`), ' ', sentence(frame, field));
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

	let opened = null; // { dialog, section }

	function showLayer(dialog, frame, layerIndex) {
		const layer = frame.layers[layerIndex];
		dialog.querySelectorAll('.crumbs button').forEach((crumb, index) => {
			crumb.classList.toggle('on', index === layerIndex);
			crumb.setAttribute('aria-pressed', String(index === layerIndex));
		});
		const isMapped = MAPPED.includes(layer[0]) && cellsOf(frame, layerIndex).length > 1;
		dialog.querySelector('.picture').replaceChildren(isMapped ? drawMap(frame, layerIndex, 532) : drawLines(frame, layerIndex));
		for (const node of dialog.querySelectorAll('[data-byte]')) {
			const position = Number(node.dataset.byte);
			node.classList.toggle('within', position >= layer[1] && position < layer[1] + layer[2]);
		}
		const list = fieldsOf(frame).filter((field) => field.layer === layerIndex && field.size > 0);
		const first = list.find((field) => field.name === 'tcp.flags') || list.find((field) => field.parent < 0);
		light(dialog, frame, first);
		const row = dialog.querySelector(`.dump [data-byte="${layer[1]}"]`);
		const dump = dialog.querySelector('.dump');
		if (row && dump)
			dump.scrollTop = Math.max(0, row.closest('.dump-row').offsetTop - dump.offsetTop - 60);
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
		frame.layers.forEach((layer, index) => {
			const crumb = element('button', '', `${layer[0]} `, element('span', '', grouped(layer[2])));
			crumb.type = 'button';
			crumb.addEventListener('click', () => showLayer(dialog, frame, index));
			crumbs.append(crumb);
		});
		const stage = element('div', 'detail-stage',
			element('header', '', element('h2', '', `#${number} ${labelOf(frame)}`), element('p', 'what', `${timeIn(block, frame)} · ${grouped(frame.length)} ${say('바이트', 'bytes')}`), close),
			crumbs,
			element('div', 'columns', element('div', 'picture'), element('div', 'reading', drawBytes(frame), element('p', 'sentence'))));
		dialog.append(stage);
		document.querySelector('.reveal').append(dialog);
		opened = { dialog, section: block.closest('section'), number };
		dialog.addEventListener('cancel', (event) => { event.preventDefault(); closePacket(); });
		dialog.addEventListener('click', (event) => { if (event.target === dialog) closePacket(); });
		link(dialog, frame);
		dialog.showModal();
		scaleDetail();
		const tcp = frame.layers.findIndex((layer) => layer[0] === 'TCP');
		showLayer(dialog, frame, tcp >= 0 ? tcp : frame.layers.length - 1);
		const lit = dialog.querySelector('.cell.lit') || dialog.querySelector('.crumbs .on');
		if (lit)
			lit.focus({ preventScroll: true });
		return true;
	}

	function closePacket() {
		if (!opened)
			return;
		const { dialog, section, number } = opened;
		opened = null;
		dialog.close();
		dialog.remove();
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

	function onDetailKey(event) {
		if (event.ctrlKey || event.metaKey || event.altKey)
			return;
		const onButton = event.target.closest && event.target.closest('button');
		if (PASSING.includes(event.key) || ((event.key === 'Enter' || event.key === ' ') && onButton)) {
			if (event.key === ' ' || event.key === 'Enter')
				event.stopImmediatePropagation();
			return;
		}
		event.stopImmediatePropagation();
		event.preventDefault();
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
		const row = target.closest && target.closest('.ladder .row, .packet-list tr[data-frame]');
		const block = row ? row.closest('.packets') : currentBlock();
		if (!block || (event.key === ' ' && !row) || (event.key === ' ' && isStepped(block)))
			return;
		const now = row || block.querySelector('.row.now');
		if (now && openPacket(block, now.dataset.frame)) {
			event.preventDefault();
			event.stopImmediatePropagation();
		}
	}

	function onClick(event) {
		const row = event.target.closest && event.target.closest('.ladder .row, .packet-list tr[data-frame]');
		if (!row || opened || Reveal.isOverview() || page.classList.contains('print-pdf') || !getSelection().isCollapsed)
			return;
		const block = row.closest('.packets');
		if (isStepped(block) && row.matches('.row') && !row.classList.contains('now'))
			stepTo(row);
		else
			openPacket(block, row.dataset.frame);
	}

	function linkStatic() {
		for (const block of document.querySelectorAll('.packets-packet')) {
			const frame = frameOf(block, block.dataset.frame);
			if (frame)
				link(block, frame);
		}
	}

	// ---- start ----

	function leaveDetail() {
		// Whoever moves on, by whatever means, has left the detail.
		closePacket();
	}

	if (typeof Reveal === 'undefined')
		return;
	prepare();
	Reveal.on('ready', () => { refreshAll(); linkStatic(); });
	Reveal.on('slidechanged', (event) => { leaveDetail(); refresh(event.currentSlide); });
	for (const name of ['fragmentshown', 'fragmenthidden'])
		Reveal.on(name, (event) => { leaveDetail(); refresh(event.fragment.closest('section')); });
	Reveal.on('pdf-ready', refreshAll);
	addEventListener('resize', scaleDetail);
	addEventListener('keydown', onKey, true);
	document.addEventListener('click', onClick);
	document.addEventListener('scroll', (event) => {
		if (event.target.classList && event.target.classList.contains('diagram'))
			pinHeads(event.target);
	}, true);
})();
