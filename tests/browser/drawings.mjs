// Mermaid's diagrams and formulas on a slide: whole, readable in light and dark, and as wide as they were drawn. On an
// upright phone they are whole, and what is too small to be read then can be opened.
//
//   node tests/browser/drawings.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { contrasts } from './contrast.mjs';
import { build, check, expect, expectEqual, expectNoProblems, expectSoon, goTo, main, open, program, skip, work } from './lib.mjs';

if (!existsSync(join(dirname(program), 'mermaid.js')))
	skip('the program has no mermaid.js beside it: npm ci --prefix templates');
process.env.PCAPDECK_CHROMIUM_SECONDS = '200';

const block = (title, body, words = '') => `---\n\n## ${title}\n\n${words}\`\`\`mermaid\n${body}\n\`\`\`\n\n`;

const column = (title, body) => `---\n\n<!-- layout: columns -->\n\n## ${title}\n\n- 왼쪽\n\n<!-- column -->\n\n\`\`\`mermaid\n${body}\n\`\`\`\n\n> [!NOTE] 아래\n> SNI는 평문이다.\n\n`;

function deck() {
	writeFileSync(join(work, 'drawn.md'), '---\ntitle: 그림\nlang: ko\n---\n\n처음\n\n'
		+ block('flow', 'flowchart LR\n  A[클라이언트] -->|SYN| B{열림?}\n  B -->|예| C[SYN-ACK]\n  B -.->|no| D((RST))\n'
			+ '  style D fill:#000\n  style C fill:#ffffcc,color:#eeeeee')
		+ block('tall', `flowchart TB\n${[...'ABCDEFGHIJ'].map((name, i, all) => `  ${name}[step ${i}] --> ${all[i + 1] ?? 'Z'}`).join('\n')}`, '위에 한 줄\n\n- 둘\n\n')
		+ block('small', 'flowchart LR\n  A[하나] --> B[둘]')
		+ block('wide', `flowchart LR\n${[...'ABCDEFGH'].map((name, i, all) => `  ${name}[단계 ${i} 이다] --> ${all[i + 1] ?? 'Z'}`).join('\n')}`)
		+ block('sequence', 'sequenceDiagram\n  autonumber\n  클라이언트->>서버: SYN\n  서버-->>클라이언트: SYN, ACK\n  Note over 클라이언트,서버: 연결됨')
		+ block('notes', 'sequenceDiagram\n  participant C as 클라이언트\n  participant S as 서버\n  C->>S: SYN\n  Note over C,S: 두 쪽이 모두 연결되었고 앞으로도 오랫동안 계속 그대로 연결되어 있다\n'
			+ '  Note over C: 길게 쓴 메모가 상자보다 넓으면 어떻게 되는가\n  Note over C,S: https://www.example.com/a/very/long/path/without/any/space\n  Note right of S: 오른쪽의 긴 메모')
		+ block('group', 'sequenceDiagram\n  A->>B: SYN\n  box Group with a very long title that is wider\n  participant X\n  end\n  X->>A: m')
		+ block('fields', 'packet-beta\n0-15: "Source Port"\n16-19: "아주 긴 이름의 필드"\n20-31: "x"')
		+ block('quadrants', 'quadrantChart\n  quadrant-1 아주 긴 사분면의 이름이 있다면 어떻게 되나\n  A: [0.3, 0.6]')
		+ block('tags', 'flowchart LR\n  A["<script>x</script>"] --> B["List<String>"]\n  B -->|"a < b<br>c"| C{x}\n  C <--> D[x > y]')
		+ block('frames', 'flowchart TB\n  subgraph one[Frame]\n  A[x] --> B[y]\n  end\n  B --> C[z]')
		+ block('tags of states', 'stateDiagram-v2\n  state if <<choice>>\n  [*] --> if: Option<T>\n  if --> A')
		+ column('column', 'stateDiagram-v2\n  [*] --> CLOSED\n  CLOSED --> SYN_SENT: connect()\n  SYN_SENT --> ESTABLISHED: SYN, ACK\n  ESTABLISHED --> FIN_WAIT_1: close()\n  FIN_WAIT_1 --> [*]')
		+ column('lanes', 'sequenceDiagram\n  participant 맥북\n  participant 공유기\n  participant 서버 as 권한 서버\n  맥북->>공유기: A www.example.com?\n  공유기->>서버: 재귀 질의\n  서버-->>공유기: CNAME, A\n  공유기-->>맥북: A 192.0.2.1')
		+ '---\n\n## alone\n\n$$\nR = \\frac{W}{RTT}\n$$\n\n'
		+ `---\n\n## long\n\n$$\n${'x_1 + '.repeat(20)} y\n$$\n\n`
		+ ['\\rule{1000000em}{1000000em}', '\\raisebox{2em}{\\rule{9em}{1em}}'].map((tex, i) => `---\n\n## covering ${i}\n\nthe ${`$${tex}$`} line\n\n$$\n${tex}\n$$\n\n`).join('')
		+ '---\n\n## formula\n\n창은 $2^{16} \\cdot 2^{s}$ 바이트다.\n\n$$\n\\sum_{i=1}^{n} \\frac{x_i}{1 + \\sqrt{x}}\n$$\n'
		+ '\n' + block('both', 'flowchart LR\n  A[세그먼트 전송] --> B{ACK가 왔나?}\n  B -- 예 --> C[SRTT 갱신]\n  B -- 아니오, RTO 지남 --> D[재전송, RTO×2]\n  D --> B\n  B -- 중복 ACK 3개 --> E[빠른 재전송]',
			'$$\nSRTT \\leftarrow (1-\\alpha)\\,SRTT + \\alpha\\,R,\\quad RTO = SRTT + \\max(G, 4\\cdot RTTVAR)\n$$\n\n여기서 $\\alpha = \\tfrac18$이다[^rto].\n\n').trimEnd() + '\n\n[^rto]: RFC 6298, 2절.\n\n---\n\n## end\n');
	return build(join(work, 'drawn.md'));
}

// Runs in the page: what is wrong with the drawing of this slide, and the colors of its texts and of what is below them.
function readDrawing() {
	const slide = Reveal.getCurrentSlide(), svg = slide.querySelector('svg[role="img"]');
	const box = svg.getBoundingClientRect(), footer = slide.querySelector('.slide-footer').getBoundingClientRect(), found = [], texts = [];
	if (box.left < 0 || box.right > innerWidth || box.bottom > footer.top + 1 || slide.scrollHeight > slide.clientHeight + 1)
		found.push(`the drawing leaves the slide: ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`);
	for (const text of svg.querySelectorAll('text')) {
		const place = text.getBoundingClientRect();
		if (place.left < box.left - 1 || place.right > box.right + 1 || place.top < box.top - 1 || place.bottom > box.bottom + 1)
			found.push(`'${text.textContent}' leaves the drawing`);
		const middle = [(place.left + place.right) / 2, (place.top + place.bottom) / 2];
		const holder = [...svg.querySelectorAll('rect')].filter((rect) => getComputedStyle(rect).fill !== 'none' && text.compareDocumentPosition(rect) & Node.DOCUMENT_POSITION_PRECEDING)
			.map((rect) => rect.getBoundingClientRect()).filter((one) => one.left <= middle[0] && middle[0] <= one.right && one.top <= middle[1] && middle[1] <= one.bottom).at(-1);
		if (holder && (place.left < holder.left || place.right > holder.right))
			found.push(`'${text.textContent}' is wider than its box`);
		const below = document.elementsFromPoint((place.left + place.right) / 2, (place.top + place.bottom) / 2)
			.find((one) => svg.contains(one) && one.localName !== 'text' && !['none', 'svg', 'g'].includes(getComputedStyle(one).fill) && one !== svg);
		const ground = below ? getComputedStyle(below).fill : getComputedStyle(document.body).backgroundColor;
		texts.push({ words: text.textContent, colors: [getComputedStyle(text).fill, ground] });
	}
	return { found, texts };
}

async function problemsOfDrawing(page) {
	const { found, texts } = await page.evaluate(readDrawing);
	const ratios = await contrasts(page, texts.map(({ colors }) => colors));
	return [...found, ...texts.filter((_, index) => ratios[index] < 4.5).map(({ words, colors }) => `'${words}' has too little contrast to ${colors[1]}`)];
}

// On the scroll view of an upright phone: the holder of a drawing, and its texts.
const readOnPhone = (page, title) => page.evaluate(async (title) => {
	const slide = [...document.querySelectorAll('.scroll-page section')].find((one) => one.querySelector('h2')?.textContent === title);
	slide.closest('.scroll-page').scrollIntoView();
	await new Promise((done) => setTimeout(done, 100));
	const svg = slide.querySelector('svg[role="img"]'), holder = svg.parentNode;
	const texts = [...svg.querySelectorAll('text')], scale = (text) => Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b);
	const sign = holder.nextElementSibling?.matches('.enlarge');
	slide.scrollTop = slide.scrollHeight;
	await new Promise((done) => setTimeout(done, 100));
	const right = Math.max(...texts.map((text) => text.getBoundingClientRect().right)), bottom = Math.max(...texts.map((text) => text.getBoundingClientRect().bottom));
	return {
		size: Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * scale(text))), isOffered: Boolean(sign),
		isWide: holder.scrollWidth > holder.clientWidth + 4, page: slide.scrollWidth - slide.clientWidth,
		end: right <= innerWidth && bottom <= slide.getBoundingClientRect().bottom,
	};
}, title);

// Chains of boxes that get smaller than anybody can read, from left to right and from top to bottom.
async function checkFindings(browser) {
	const chain = (direction, count) => `flowchart ${direction}\n${Array.from({ length: count }, (_, i) => `  N${i}[Step ${i}] --> N${i + 1}`).join('\n')}`;
	const list = '- one item\n- another\n- a third\n- a fourth\n\n', code = `\`\`\`c\n${'int a;\n'.repeat(5)}\`\`\`\n\n`, svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 900" width="600" height="900"><text y="90" font-size="36">words</text></svg>';
	writeFileSync(join(work, 'high.svg'), svg);
	const columns = `---\n\n<!-- layout: columns -->\n\n## Columns\n\n${list.repeat(4)}<!-- column -->\n\n`;
	writeFileSync(join(work, 'below.md'), `---\ntitle: Below\nlang: en\nduration: 12m\n---\n\n# Below\n\n${block('alone', chain('TB', 5))}${block('sentence', chain('TB', 4), 'A sentence.\n\n')}${block('list', chain('TB', 5), list)}${block('code', chain('TB', 5), code)}`
		+ `${block('two', chain('TB', 3))}\`\`\`mermaid\n${chain('TB', 3)}\n\`\`\`\n\n---\n\n## image alone\n\n![](high.svg)\n\n---\n\n## image\n\n${list}![](high.svg)\n\n${columns}${list}\`\`\`mermaid\n${chain('TB', 5)}\n\`\`\`\n\n${columns}\`\`\`mermaid\n${chain('TB', 4)}\n\`\`\`\n`);
	writeFileSync(join(work, 'chains.md'), `---\ntitle: Chains\nlang: en\nduration: 12m\n---\n\n# Chains\n\n${block('across', chain('LR', 26))}${block('far', chain('LR', 400))}${block('down', chain('TB', 26))}`);
	await check('drawings: check says where words of a diagram are too small, and what to do', () => {
		const { stdout } = spawnSync(program, ['check', join(work, 'chains.md')], { encoding: 'utf-8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
		const found = [...stdout.matchAll(/chains\.md:(\d+): the smallest words of this diagram are about (\d+) px high on the stage, and the last row can read 18: draw less, (.*)/g)].map(([, line, size, advice]) => [Number(line), Number(size) > 0 && Number(size) < 10, advice]);
		expectEqual(found, [[13, true, 'from top to bottom, or give it more room'], [47, true, 'from top to bottom, or give it more room'], [455, true, 'or from left to right']], 'line, size, advice');
	});
	await check('drawings: check says where words beside a diagram or an image make it too small, about as small as it is', async () => {
		const { stdout } = spawnSync(program, ['check', join(work, 'below.md')], { encoding: 'utf-8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
		const lines = readFileSync(join(work, 'below.md'), 'utf-8').split('\n'), titleOf = (line) => lines.slice(0, line).findLast((words) => words.startsWith('## ')).slice(3);
		const found = [...stdout.matchAll(/below\.md:(\d+): the smallest words of (this diagram|'high.svg') are about (\d+) px high on the stage beside what else its slide has, and the last row can read 18: give it a slide of its own/g)].map(([, line, , size]) => [titleOf(Number(line)), Number(size)]);
		const { page, context } = await open(browser, build(join(work, 'below.md')));
		const small = [];
		for (let h = 1; h < await page.evaluate(() => Reveal.getTotalSlides()); h++) {
			await page.evaluate((h) => Reveal.slide(h), h);
			small.push(...await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.drawn > svg, img')].map((one) => [Reveal.getCurrentSlide().querySelector('h2').textContent, one.matches('img') ? one.clientWidth / 600 * 36 : Math.min(...[...one.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))])));
		}
		await context.close();
		expectEqual(found.map(([title]) => title), small.filter(([, size]) => size < 17.5).map(([title]) => title), 'slides with small words');
		expectEqual(found.map(([title]) => title), ['list', 'code', 'two', 'two', 'image', 'Columns'], 'slides');
		expect(found.every(([, size], i) => Math.abs(size - small.filter(([, one]) => one < 17.5)[i][1]) < 3), JSON.stringify([found, small]));
	});
}

// On paper, and in a picture of the slide.
async function checkPaper(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	await check('drawings: above words in a column a diagram leaves both one page', async () => {
		const pages = await page.evaluate(() => [...document.querySelectorAll('.pdf-page')].filter((one) => ['column', 'lanes'].includes(one.querySelector('h2')?.textContent)).map((one) => {
			const box = (selector) => one.querySelector(selector).getBoundingClientRect(), svg = box('svg[role="img"]');
			return { place: { pages: Math.round(one.offsetHeight / 720), isBelow: svg.top > box('h2').bottom, isAbove: svg.bottom < box('.callout').top, isInside: box('.callout').bottom < one.getBoundingClientRect().bottom }, height: svg.height };
		}));
		expectEqual(pages.map(({ place }) => place), Array(2).fill({ pages: 1, isBelow: true, isAbove: true, isInside: true }), 'places');
		expect(pages.every(({ height }) => height > 280), JSON.stringify(pages));
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkPhone(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	for (const [name, isOffered] of [['small', false], ['flow', false], ['wide', true], ['tall', false]]) {
		await check(`drawings: on an upright phone ${name} is whole, and can be read${isOffered ? ' when it is opened' : ''}`, async () => {
			const seen = await readOnPhone(page, name);
			expectEqual([seen.isOffered, seen.isWide, seen.page, seen.end], [isOffered, false, 0, true], 'offered; goes on at the right; px that its slide is too wide; its end is in view');
			expect(isOffered ? seen.size < 12 : seen.size >= 12, `its smallest text is ${seen.size} px`);
			if (!isOffered)
				return;
			await page.evaluate((title) => [...document.querySelectorAll('.scroll-page section')].find((one) => one.querySelector('h2')?.textContent === title).querySelector('.enlarge').click(), name);
			const opened = await page.evaluate(() => [...document.querySelectorAll('.enlarged .view text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a));
			await page.keyboard.press('Escape');
			expect(Math.min(...opened) >= 11, `its smallest text is ${Math.min(...opened)} px when it is opened`);
		});
	}
	await check('drawings: on an upright phone a formula is whole, smaller where it then has not to be moved, and else can be opened', async () => {
		const formulas = await page.evaluate(() => [...document.querySelectorAll('.formula')].map((one) => [one.closest('section').id, one.matches('.more'), one.scrollWidth > one.clientWidth + 1, Math.round(27 * (getComputedStyle(one).getPropertyValue('--grow') || 1))]));
		expectEqual(formulas.map(([id, isFaded, isMoved]) => [id, isFaded, isMoved]), [['alone', false, false], ['long', false, true], ['covering-0', false, true], ['covering-1', false, false], ['formula', false, false], ['both', false, true]], 'whether they fade below, and are moved sideways');
		expectEqual(formulas[1][3], 27, 'the letters of the one that is moved');
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.formula + .enlarge')].map((one) => one.closest('section').id)), ['long', 'covering-0', 'both'], 'those that can be opened');
	});
	await check('drawings: nothing was wrong on a phone', () => expectNoProblems(problems));
	await context.close();
}

main(async (browser) => {
	const file = deck();
	await checkPhone(browser, file);
	await checkPaper(browser, file);
	await checkFindings(browser);
	for (const colorScheme of ['light', 'dark']) {
		const { page, context, problems } = await open(browser, file, { context: { colorScheme } });
		for (const name of ['flow', 'tall', 'small', 'wide', 'sequence', 'notes', 'group', 'fields', 'quadrants']) {
			await check(`drawings: ${name} is whole and readable, ${colorScheme}`, async () => {
				await goTo(page, name);
				expectEqual(await problemsOfDrawing(page), [], 'problems');
				expect(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('svg[role="img"] text').length) > 1, 'it has words');
			});
		}
		for (const [name, texts] of [['tags', ['<script>x</script>', 'List<String>', 'a < b', 'c', 'x', 'x > y']], ['tags of states', ['Option<T>', 'A']]]) {
			await check(`drawings: what looks like a tag is shown as it is written: ${name}, ${colorScheme}`, async () => {
				await goTo(page, name);
				const words = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('svg[role="img"] text')].map((text) => text.textContent));
				expectEqual([...words].sort(), [...texts].sort(), 'words');
			});
		}
		for (const [name, title] of [['frames', 'Frame']]) {
			await check(`drawings: the title of a frame is above what is in it: ${name}, ${colorScheme}`, async () => {
				await goTo(page, name);
				const over = await page.evaluate((title) => {
					const svg = Reveal.getCurrentSlide().querySelector('svg[role="img"]'), box = [...svg.querySelectorAll('text')].find((text) => text.textContent === title).getBoundingClientRect();
					return [...svg.querySelectorAll('[stroke], circle')].map((shape) => shape.getBoundingClientRect()).filter(({ left, right, top, height }) => height > 8 && left < box.right && right > box.left && top > box.top + .25 * box.height && top < box.bottom - .2 * box.height).length;
				}, title);
				expectEqual(over, 0, 'shapes on the title');
			});
		}
		for (const name of ['column', 'lanes']) {
			await check(`drawings: in a column above words its own can be read, and no line goes through them: ${name}, ${colorScheme}`, async () => {
				await goTo(page, name);
				expectEqual(await problemsOfDrawing(page), [], 'problems');
				const seen = await page.evaluate(() => {
					const slide = Reveal.getCurrentSlide(), svg = slide.querySelector('svg[role="img"]'), texts = [...svg.querySelectorAll('text')];
					return { size: Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a)), end: svg.getBoundingClientRect().bottom, words: slide.querySelector('.callout').getBoundingClientRect().top,
						plates: texts.map((text) => [text.textContent, text.previousElementSibling]).filter(([words]) => /connect|SYN,|close/.test(words)).map(([, plate]) => [getComputedStyle(plate).fillOpacity, plate.getAttribute('fill')].join(' ')) };
				});
				expect(seen.size >= 17.5 && seen.end < seen.words, JSON.stringify(seen));
				expectEqual(seen.plates, name === 'column' ? Array(3).fill('1 var(--paper)') : [], 'plates behind labels');
			});
		}
		await check(`drawings: a small diagram has words as large as code that is alone, in the middle, ${colorScheme}`, async () => {
			await goTo(page, 'small');
			const [size, middle] = await page.evaluate(() => { const svg = Reveal.getCurrentSlide().querySelector('svg[role="img"]'), box = svg.getBoundingClientRect(); return [20 * svg.getScreenCTM().a, (box.top + box.bottom) / 2]; });
			expect(Math.abs(size - 30) < .5 && Math.abs(middle - 380) < 40, `${size} px, at ${middle}`);
		});
		await check(`drawings: nothing was wrong, ${colorScheme}`, () => expectNoProblems(problems));
		if (colorScheme === 'dark') {
			await check('drawings: in another font the words have their width', async () => {
				await goTo(page, 'flow');
				const widths = () => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('svg[role="img"] text')].map((text) => Math.round(text.getBoundingClientRect().width)));
				const before = await widths();
				await page.addStyleTag({ content: 'svg text { font-family: monospace; letter-spacing: 2px }' });
				const after = await widths();
				expect(after.every((width, i) => Math.abs(width - before[i]) <= 2), `${before} became ${after}`);
			});
			for (const [name, from, to] of [['alone', 62, 64], ['formula', 38, 40], ['both', 30, 40], ['long', 18, 24]]) {
				await check(`drawings: a formula gets the room that there is: ${name}`, async () => {
					await goTo(page, name);
					const { size, width, place, middle } = await page.evaluate(() => {
						const slide = Reveal.getCurrentSlide(), holder = slide.querySelector('.formula'), inner = holder.querySelector('math > *'), box = holder.getBoundingClientRect();
						return { size: parseFloat(getComputedStyle(inner).fontSize) * (inner.currentCSSZoom ?? 1), width: inner.getBoundingClientRect().width, place: box.width, middle: (box.top + box.bottom) / 2 };
					});
					expect(size >= from && size <= to + .1, `${size} px`);
					expect(width <= place + 1 && (name === 'formula' || name === 'both' || Math.abs(middle - 380) < 40), `${width} px wide in ${place}, its middle at ${middle}`);
				});
			}
			await check('drawings: a formula does not scroll up and down: it has no lower edge that fades, and takes no step', async () => {
				await goTo(page, 'both');
				expectEqual(await page.locator('section.present .formula.more').count(), 0, 'formulas that fade');
				await page.keyboard.press('ArrowRight');
				expectEqual(await page.innerText('section.present h2'), 'end', 'the next slide');
			});
			await check('drawings: on paper a diagram gives way to a formula, as on the stage', async () => {
				const paper = await open(browser, file, { query: '?print-pdf' });
				const read = () => paper.page.evaluate(() => {
					const section = [...document.querySelectorAll('.pdf-page section')].find((one) => one.id === 'both'), inner = section.querySelector('.formula math > *');
					return [Math.round(parseFloat(getComputedStyle(inner).fontSize) * (inner.currentCSSZoom ?? 1)), Math.round(section.closest('.pdf-page').offsetHeight), section.scrollHeight <= 721];
				});
				await expectSoon(async () => (await read()).map((one, i) => (i ? one : one >= 30)), [true, 719, true], 'large letters, page, whether all of it is on the page');
				await paper.context.close();
			});
			for (const name of ['covering 0', 'covering 1']) {
				await check(`drawings: a formula covers no words above it: ${name}`, async () => {
					await goTo(page, name);
					const over = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('mspace')].map((rule) => {
						const heading = Reveal.getCurrentSlide().querySelector('h2').getBoundingClientRect(), box = rule.getBoundingClientRect();
						return document.elementsFromPoint(Math.min(Math.max(box.left, heading.left) + 4, box.right), (heading.top + heading.bottom) / 2).includes(rule);
					}));
					expectEqual(over, [false, false], 'rules over the heading');
					expectEqual(await page.evaluate(() => [...new Set([...Reveal.getCurrentSlide().querySelectorAll('mspace')].map((rule) => getComputedStyle(rule).backgroundColor === getComputedStyle(document.body).color))]), [true], 'rules have the color of words');
				});
			}
			await check('drawings: a formula is drawn by the browser', async () => {
				await goTo(page, 'formula');
				const boxes = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('math')].map((math) => math.getBoundingClientRect().height));
				expectEqual(boxes.length, 2, 'formulas');
				expect(boxes[1] > boxes[0] && boxes[1] > 60, `they are ${boxes} high`);
				expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('annotation').length
					&& getComputedStyle(Reveal.getCurrentSlide().querySelector('annotation')).display), 'none', 'the source is not seen');
			});
		}
		await context.close();
	}
});
