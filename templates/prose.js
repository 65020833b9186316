// The words of a slide: code gets its colors, its steps point at lines, and what is too long for the stage gets smaller, down
// to what the last row can read; what is longer still can be scrolled.
(function () {
	'use strict';

	const SMALLEST = 18, LARGEST = 30, BESIDE_WORDS = 26, SMALLEST_IMAGE = 200; // px
	const TABLE_SIZES = [22, 20, SMALLEST], LONG_WORD = 12; // px, letters
	const FORMULA = 40, FORMULA_ALONE = 64, FEW_ROWS = 6;

	// Copies of the node, one a line of its text.
	function linesOf(node) {
		if (node.nodeType !== Node.ELEMENT_NODE)
			return node.data.split('\n').map((words) => document.createTextNode(words));
		const lines = [node.cloneNode(false)];
		for (const child of node.childNodes) {
			linesOf(child).forEach((piece, index) => {
				if (index)
					lines.push(node.cloneNode(false));
				lines[lines.length - 1].append(piece);
			});
		}
		return lines;
	}

	// Colored code has its lines as elements again, where it has steps.
	function restoreLines(code, lines) {
		const colored = linesOf(code);
		lines.forEach((line, index) => line.replaceChildren(...colored[index].childNodes, '\n'));
		code.replaceChildren(...lines);
	}

	function color(root) {
		for (const code of root.querySelectorAll('pre > code[class*="language-"]')) {
			const name = /language-(\S+)/.exec(code.className)[1].toLowerCase();
			const lines = [...code.querySelectorAll('.code-line')];
			if (!hljs.getLanguage(name))
				continue;
			code.innerHTML = hljs.highlight(code.textContent, { language: name, ignoreIllegals: true }).value;
			if (lines.length)
				restoreLines(code, lines);
		}
	}

	if (window.hljs) {
		hljs.configure({ ignoreUnescapedHTML: true });
		color(document);
	}

	// The lines of the step that reveal.js has reached; on paper, those of all steps.
	function showSteps(section) {
		const root = document.documentElement;
		const isOnPaper = root.matches('.print-pdf:not(.print-steps)');
		for (const block of section ? section.querySelectorAll('pre.code-steps') : []) {
			const step = String(block.querySelectorAll('.code-step.visible').length);
			const isNow = (steps) => steps !== undefined && (isOnPaper || steps.split(' ').includes(step));
			for (const line of block.querySelectorAll('.code-line'))
				line.classList.toggle('now', isNow(line.dataset.steps));
			block.classList.toggle('whole', !isOnPaper && isNow(block.dataset.whole));
			const now = block.querySelector('.now');
			if (now && section === Reveal.getCurrentSlide() && !isOnPaper && !Reveal.isScrollView())
				now.scrollIntoView({ block: 'nearest' });
		}
	}

	const showAllSteps = () => document.querySelectorAll('.slides section').forEach(showSteps);

	function smallestText(section) {
		let smallest = Infinity;
		const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const element = node.parentElement;
			if (node.data.trim() && !element.closest('.slide-footer, aside.notes, sup'))
				smallest = Math.min(smallest, parseFloat(getComputedStyle(element).fontSize));
		}
		return smallest;
	}

	// Pictures give way before words do, down to what can still be looked at. On the stage diagrams do by themselves.
	const imagesIn = (section) => [...section.querySelectorAll('img, .print-pdf .drawn > svg')];

	function shrinkImages(section, overflow) {
		const images = imagesIn(section).filter((image) => image.clientHeight > SMALLEST_IMAGE);
		for (const image of images)
			image.style.maxHeight = `${Math.max(SMALLEST_IMAGE, Math.floor(image.clientHeight - overflow / images.length))}px`;
	}

	const restoreImages = (section) => imagesIn(section).forEach((image) => image.style.removeProperty('max-height'));

	const widthOf = (one) => one.getBoundingClientRect().width;
	const isCut = (block) => (block.matches('.formula') ? widthOf(block.firstElementChild.firstElementChild) > widthOf(block)
		: block.scrollHeight > block.clientHeight + 1 || block.scrollWidth > block.clientWidth + 1);
	const WORDS = 27, HALF = .62; // px of words, and the part of a slide above its lower half, which has a footer
	const textsIn = ':is(p, ul, ol, dl, blockquote, .callout, .embed):not(.section-name, .formula, .with-image, .footnotes)';
	const LETTERS = { PRE: 'code', TABLE: 'td' };
	const typeOf = (block) => parseFloat(getComputedStyle((LETTERS[block.tagName] && block.querySelector(LETTERS[block.tagName])) || block).fontSize);

	// Gives blocks the largest type, from `most` px down, with which nothing is cut.
	function growTo(blocks, most, least, isFull) {
		const from = blocks.map(typeOf);
		for (let size = most; blocks.length && size >= least; size -= 2) {
			blocks.forEach((block, i) => block.style.setProperty('--grow', (size / from[i]).toFixed(3)));
			if (!isFull() && !blocks.some(isCut))
				return;
		}
		blocks.forEach((block, i) => block.style.setProperty('--grow', Math.min(1, least / from[i]).toFixed(3)));
	}

	// Whether more than a part of the slide has words. Then larger ones would only fill it.
	function isHalfFull(section) {
		const box = section.getBoundingClientRect(), last = [...section.querySelectorAll(':is(:scope, :scope > .slide-body > .column) > :not(.slide-body, .slide-footer, aside, .art)')];
		return Math.max(...last.map((one) => one.getBoundingClientRect().bottom)) - box.top > HALF * box.height;
	}

	// Where words are few, they are larger and further apart.
	function growTexts(section, inside, isFull) {
		const others = ':is(.packets, .ask, img, .drawn, .formula, .mistake)';
		if (section.matches('[data-kind], .title-slide, .layout-statement, .layout-section, .layout-fact, .layout-picture') || section.querySelector(others))
			return;
		growTo(inside(textsIn).filter((text) => typeOf(text) === WORDS), LARGEST, WORDS, () => isFull() || isHalfFull(section));
		section.classList.add('sparse');
		if (isFull() || isHalfFull(section))
			section.classList.remove('sparse');
	}

	// Code, tables and formulas get as large as there is room for, more so when they have the slide for themselves. A formula
	// that is wider than its place gets smaller.
	function grow(section, isFull) {
		const inside = (selector) => [...section.querySelectorAll(`:is(:scope, :scope > .slide-body, :scope > .slide-body > .column) > ${selector}`)]
			.filter((one) => !(one.closest('.column') ?? section).querySelector('.packets')); // packets would give way
		const isAlone = inside(':not(h1, h2, h3, .section-name, .slide-footer, aside, .art, .slide-body, .column, .enlarge)').length === 1;
		const isBesideDrawing = (one) => (one.closest('.column') ?? section).querySelector('.drawn, .only-image'); // which would give way
		const words = inside(':is(pre, table):not(.wide, .tight)').filter((one) => !isBesideDrawing(one)), formulas = inside('.formula');
		for (const formula of formulas)
			formula.classList.toggle('alone', isAlone);
		for (const table of inside('table'))
			table.classList.toggle('few', isAlone && table.rows.length <= FEW_ROWS);
		growTo(formulas, isAlone ? FORMULA_ALONE : FORMULA, SMALLEST, isFull);
		growTexts(section, inside, isFull);
		growTo(words, isAlone ? LARGEST : BESIDE_WORDS, Math.max(...words.map(typeOf)) + 1, isFull);
	}

	// On a phone a formula that is too wide gets smaller, if it then has not to be moved sideways.
	function shrinkFormulas(section) {
		for (const formula of section.querySelectorAll('.formula')) {
			growTo([formula], typeOf(formula), SMALLEST, () => false);
			if (isCut(formula))
				formula.style.removeProperty('--grow');
		}
	}

	// Lines of code that are too wide get smaller, and wrap when they are too wide for the last row's letters.
	function shrinkCode(code) {
		code.classList.remove('wide', 'tight');
		code.style.removeProperty('--grow');
		const isWide = () => code.scrollWidth > code.clientWidth + 1;
		const own = typeOf(code);
		for (let size = own - 1; isWide() && size >= SMALLEST && !isScrolled; size--) {
			code.classList.add('tight');
			code.style.setProperty('--grow', (size / own).toFixed(3));
		}
		if (!isWide())
			return;
		code.classList.replace('tight', 'wide') || code.classList.add('wide');
		code.style.removeProperty('--grow');
	}

	// The first words of a slide in large letters get smaller when one of them is wider than the slide.
	function shrinkFirst(words) {
		const own = typeOf(words);
		words.style.removeProperty('--grow');
		for (let size = own; size > SMALLEST && words.scrollWidth > words.clientWidth + 1; size -= 2)
			words.style.setProperty('--grow', (size / own).toFixed(3));
	}

	// Whether a table is wider than the contents of what it is in.
	function isTableWide(table) {
		const place = table.parentNode, { paddingLeft, paddingRight } = getComputedStyle(place);
		const scale = place.offsetWidth ? widthOf(place) / place.offsetWidth : 1;
		return widthOf(table) > (place.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) + 1) * scale;
	}

	const longestWord = (cell) => Math.max(...cell.textContent.split(/\s+/).map((word) => word.length));

	// Lets the long words of a cell, such as addresses, break behind their joints.
	function addJoints(cell) {
		const nodes = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), texts = [];
		for (let node = nodes.nextNode(); node; node = nodes.nextNode())
			texts.push(node);
		for (const node of texts) {
			const pieces = node.data.split(/(?<=[\p{L}\p{N}][^\s\p{L}\p{N}]+)(?=[\p{L}\p{N}])/u);
			const joint = () => Object.assign(document.createElement('wbr'), { className: 'joint' });
			if (pieces.length > 1)
				node.replaceWith(...pieces.flatMap((piece, i) => (i ? [joint(), piece] : [piece])));
		}
	}

	// A table that is too wide gets smaller letters, down to what the last row can read. Then words break at their joints,
	// and then anywhere, the longest first.
	function shrinkTable(table) {
		const cells = [...table.querySelectorAll('td, th')];
		table.classList.remove('tight');
		table.style.removeProperty('--type');
		cells.forEach((cell) => cell.classList.remove('anywhere'));
		table.querySelectorAll('wbr.joint').forEach((joint) => joint.remove());
		table.normalize();
		for (const size of TABLE_SIZES) {
			if (!isTableWide(table))
				return;
			table.classList.add('tight');
			table.style.setProperty('--type', `${size}px`);
		}
		if (isTableWide(table))
			cells.filter((cell) => longestWord(cell) > LONG_WORD).forEach(addJoints);
		for (let longest = 2 * LONG_WORD; isTableWide(table) && longest >= 1; longest /= 2)
			cells.filter((cell) => longestWord(cell) > longest).forEach((cell) => cell.classList.add('anywhere'));
	}

	// Diagrams know their size; only prose is too long by accident.
	function fit(section, page) {
		if (!section || section.matches('.stack, .fitted'))
			return;
		const columns = [...section.querySelectorAll(':scope > .slide-body > .column')];
		const overflow = () => Math.max(section.scrollHeight - (page || section.clientHeight), ...columns.map((column) => column.scrollHeight - column.clientHeight));
		const isLong = () => overflow() > 1;
		section.querySelectorAll('pre').forEach(shrinkCode);
		section.querySelectorAll(':scope:is(.layout-fact, .layout-section, .layout-statement) > :is(h1, h2, h3, p):first-child').forEach(shrinkFirst);
		section.querySelectorAll('table:not(.packet-list, .packets table)').forEach(shrinkTable);
		if (page) // then a diagram gives way, as on the stage
			section.classList.toggle('one-page', section.querySelector(':scope > .drawn') !== null);
		if (!isScrolled)
			grow(section, isLong);
		else
			shrinkFormulas(section);
		if (section.querySelector('.packets'))
			return;
		section.classList.add('fitted');
		if (isLong())
			shrinkImages(section, overflow());
		if (!isLong())
			return;
		const least = Math.min(1, SMALLEST / smallestText(section));
		let scale = 1;
		while (scale > least && isLong()) {
			scale = Math.max(least, scale - .04);
			section.style.setProperty('--fit', scale.toFixed(3));
		}
		if (isLong())
			restoreImages(section);
		if (isLong() && page) {
			section.style.removeProperty('--fit'); // two pages it is
			section.classList.remove('one-page');
		} else if (isLong()) {
			section.classList.add('long');
			section.tabIndex = 0; // so that the keys can scroll it
		}
	}

	// reveal.js gave two pages to what has found room on one since.
	function fitPages() {
		for (const page of document.querySelectorAll('.pdf-page')) {
			const count = Math.round(page.offsetHeight / 720), height = page.offsetHeight / count;
			const section = page.querySelector('section');
			section.classList.remove('fitted'); // to the stage, before it was a page
			fit(section, height);
			if (count > 1 && section.scrollHeight <= height + 1)
				page.style.height = `${height}px`;
		}
	}

	if (typeof Reveal === 'undefined')
		return;
	// A phone has all slides in view, on another stage: what fits there does not fit here.
	let isScrolled = false;
	function fitStage() {
		const sections = [...document.querySelectorAll('.slides section')];
		if (isScrolled !== Reveal.isScrollView()) {
			isScrolled = Reveal.isScrollView();
			for (const section of sections) {
				section.classList.remove('fitted', 'long');
				section.style.removeProperty('--fit');
				for (const grown of section.querySelectorAll('[style*="--grow"]'))
					grown.style.removeProperty('--grow');
				restoreImages(section);
			}
		}
		(isScrolled ? sections : [Reveal.getCurrentSlide()]).forEach((section) => fit(section));
	}

	for (const name of ['ready', 'resize'])
		Reveal.on(name, showAllSteps);
	Reveal.on('slidechanged', (event) => showSteps(event.currentSlide));
	let hasSteps = document.querySelector('pre.code-steps') !== null; // a search at each step takes time
	for (const name of ['fragmentshown', 'fragmenthidden'])
		Reveal.on(name, (event) => hasSteps && showSteps(event.fragment.closest('section')));

	for (const name of ['ready', 'slidechanged', 'resize']) {
		Reveal.on(name, () => {
			if (!document.documentElement.matches('.print-pdf, .reveal-print'))
				fitStage();
		});
	}
	// A slide has got other contents (deck/room/new-slides.js).
	document.addEventListener('pcapdeck-slide', ({ target }) => {
		if (window.hljs)
			color(target);
		hasSteps ||= target.querySelector('pre.code-steps') !== null;
		showSteps(target);
		if (Reveal.isReady() && (Reveal.isScrollView() || target === Reveal.getCurrentSlide()))
			fit(target);
	});
	Reveal.on('pdf-ready', () => {
		showAllSteps();
		fitPages();
	});
})();
