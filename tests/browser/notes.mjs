// Notes that people wrote for reading, as decks: code, far too many words, Obsidian's dialect.
//
//   node tests/browser/notes.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dialect } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, here, main, open, work } from './lib.mjs';
import { badText, SMALLEST_TEXT } from './bad-text.mjs';

// A note without separators, with code, and with a slide that has far too much on it.
async function checkNote(browser) {
	const many = (count) => Array.from({ length: count }, (_, i) => `문장 ${i + 1}은 소켓과 커널 버퍼 사이에서 일어나는 일을 말한다.\n`).join('\n');
	writeFileSync(join(work, 'note.md'), `# 노트\n\n## 코드\n\n\`\`\`c\nint fd = socket(AF_INET, SOCK_STREAM, 0);\nreturn "<b>"; // </script>\n\`\`\`\n\n`
		+ `\`\`\`nonsense\nint x;\n\`\`\`\n\n## 조금 많다\n\n${many(13)}\n## 아주 많다\n\n${many(60)}`);
	const { page, context, problems } = await open(browser, build(join(work, 'note.md')));
	await check('note: its headings begin slides', async () =>
		expectEqual(await page.evaluate(() => Reveal.getTotalSlides()), 4, 'slides'));
	await check('note: code is colored, its text unchanged', async () => {
		await goTo(page, '코드');
		const [known, unknown] = await page.evaluate(() => [...document.querySelectorAll('pre > code')]
			.map((code) => [code.textContent, code.querySelectorAll('span').length]));
		expect(known[0].includes('return "<b>"; // </script>'), `the code reads ${known[0]}`);
		expect(known[1] >= 3, `${known[1]} colored pieces`);
		expectEqual(unknown[1], 0, 'colored pieces of a language that nobody knows');
	});
	await check('note: a slide with too many words gets smaller, and all of it is seen', async () => {
		await goTo(page, '조금 많다');
		expect(!await page.evaluate(() => Reveal.getCurrentSlide().classList.contains('long')), 'it has to be scrolled');
		const bad = await badText(page);
		expect(bad.length === 0, bad.slice(0, 5).join('\n'));
	});
	await check('note: a slide with far too many words can be scrolled, and is not too small', async () => {
		await goTo(page, '아주 많다');
		const { overflow, size } = await page.evaluate(() => {
			const section = Reveal.getCurrentSlide(), text = section.querySelector('p');
			return { overflow: getComputedStyle(section).overflowY, size: text.getBoundingClientRect().height };
		});
		expectEqual(overflow, 'auto', 'overflow');
		expect(size >= SMALLEST_TEXT, `a line is ${size} px high`);
	});
	await check('note: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// Code with steps: which lines stand out at each step, in colored and in plain code. On paper all of them do.
async function checkCodeSteps(browser) {
	writeFileSync(join(work, 'steps.md'), `# 단계\n\n\`\`\`c {1,3-4|all|5}\nint a; /* over\n  lines */\nint b;\n"<b>";\n\nint d;\n\`\`\`\n\n`
		+ `\`\`\`{2}\none\ntwo\n\`\`\`\n\n\`\`\`{1|2}\nthree\nfour\n\`\`\`\n\n---\n\n# 끝\n`);
	const file = build(join(work, 'steps.md'));
	const looks = (page) => page.evaluate(() => [...document.querySelectorAll('pre.code-steps')].map((block) => [...block.querySelectorAll('.code-line')]
		.map((line) => (getComputedStyle(line).backgroundColor !== 'rgba(0, 0, 0, 0)' ? 'X' : getComputedStyle(line).color === getComputedStyle(block).color ? '.' : '-')).join('')).join(' '));
	const { page, context, problems } = await open(browser, file);
	await check('code steps: the next key points at the next lines, block after block, and then leaves', async () => {
		const seen = [];
		for (let i = 0; i < 5; i++) {
			seen.push(await looks(page));
			await page.keyboard.press('ArrowRight');
		}
		expectEqual(seen, ['X-XX-- -X X-', '...... -X X-', '----X- -X X-', '----X- -X -X', '----X- -X -X'], 'lines');
		expectEqual(await page.evaluate(() => Reveal.getIndices().h), 1, 'slide');
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.press('ArrowLeft');
		expectEqual(await looks(page), '----X- -X X-', 'lines on the way back');
	});
	await check('code steps: the code keeps its text and its colors', async () => {
		const [text, colored] = await page.evaluate(() => [document.querySelector('pre code').textContent, document.querySelectorAll('.code-line .hljs-comment').length]);
		expectEqual(text, 'int a; /* over\n  lines */\nint b;\n"<b>";\n\nint d;\n', 'text');
		expectEqual(colored, 2, 'lines of the comment');
		expectNoProblems(problems);
	});
	await context.close();
	const paper = await open(browser, file, { query: '?print-pdf' });
	await check('code steps: on paper the lines of every step stand out', async () => {
		expectEqual(await looks(paper.page), 'X-XXX- -X XX', 'lines');
	});
	await paper.context.close();
}

// Code or a table that is alone below the title fills the slide. Beside words it has nearly their size, where there is room.
async function checkAlone(browser) {
	const code = (lines, words = 'int a;') => `\`\`\`c\n${`${words}\n`.repeat(lines)}\`\`\`\n`, table = (rows, words = '값') => `| 열 | 열 |\n|--|--|\n${`| ${words} | 1 |\n`.repeat(rows)}`;
	const cases = [['few lines', code(6), 30], ['lines for which there is less room', code(13), 24], ['too many lines', code(40), 18], ['long lines', code(3, 'x'.repeat(80)), [22, 24]],
		['too long lines', code(3, 'x'.repeat(120)), 18], ['a small table', table(4), 30], ['a longer table', table(8), 28], ['a head with code', `| \`x\` | 열 |\n|--|--|\n| 1 | 2 |\n`, 30], ['a head alone', '| 열 | 열 |\n|--|--|\n', 30], ['code in HTML', '<pre>int a;</pre>\n', 30],
		['code and words', `${code(3)}\n문장이다.\n`, 26], ['two tables', `${table(2)}\n<!-- -->\n\n${table(2)}`, 26],
		['code in columns', `- 하나\n- 둘\n\n<!-- column -->\n\n${code(3)}`, 26], ['lines that fill a column', `- 하나\n\n<!-- column -->\n\n${code(2, 'y'.repeat(36))}`, [22, 24]],
		['many lines in a column', `- 하나\n\n<!-- column -->\n\n${code(18)}`, 18]];
	writeFileSync(join(work, 'alone.md'), `# 혼자\n\n${cases.map(([title, words]) => `---\n\n## ${title}\n\n${words}`).join('\n')}`);
	const { page, context, problems } = await open(browser, build(join(work, 'alone.md')));
	for (const [index, [title, , wanted]] of cases.entries()) {
		await check(`alone: ${title}`, async () => {
			await page.evaluate((h) => Reveal.slide(h), index + 1);
			const { size, cut, scrolls } = await page.evaluate(() => {
				const section = Reveal.getCurrentSlide(), block = section.querySelector('pre, table'), words = block.querySelector(block.matches('pre') ? 'code' : 'td') ?? block;
				const stage = section.getBoundingClientRect(), box = block.getBoundingClientRect();
				return { size: parseFloat(getComputedStyle(words).fontSize) * (words.currentCSSZoom ?? 1), scrolls: block.scrollHeight > block.clientHeight + 1 || section.matches('.long'), cut: box.right > stage.right || (box.bottom > stage.bottom && !section.matches('.long')) };
			});
			const [from, to] = [wanted].flat();
			expect(size >= from - .6 && size <= (to ?? from) + .6, `${size} px`);
			expectEqual([cut, scrolls], [false, title === 'too many lines'], 'cut, scrolls');
		});
	}
	await check('alone: on a phone the sizes are those of the phone', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.waitForFunction(() => Reveal.isScrollView());
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('pre, table')].filter((one) => one.style.getPropertyValue('--grow')).length), 0, 'grown blocks');
		expectNoProblems(problems);
	});
	await context.close();
}

// Few words are larger and further apart; many keep their size. Code in a column gets smaller before it wraps.
async function checkFew(browser) {
	const list = (count, words = '하나') => `- ${words}\n`.repeat(count), columns = (one, other) => `<!-- layout: columns -->\n\n## 단\n\n${one}\n\n<!-- column -->\n\n${other}\n`, code = (count) => `\`\`\`c\n${'x'.repeat(count)}\n\`\`\``;
	const cases = [
		[columns(list(2), list(2)), 'ul', 30, true], [columns('문장이다.', '또 문장이다.'), '.column > p', 30, true], [columns(list(2), '> [!NOTE] 제목\n> 말'), '.callout', 30, true],
		[`## 목록\n\n${list(2)}`, 'ul', 30, true], [`## 안의 표\n\n- 하나\n\n  | a |\n  |---|\n  | b |\n`, 'td', 26.7, true], [columns(list(9), list(2)), 'ul', 27, false], [`## 긴 목록\n\n${list(9)}`, 'ul', 27, false],
		[columns(list(1), code(45)), 'code', 18, true, false], [columns(list(1), code(42)), 'code', 20, true, false], [columns(list(1), code(60)), 'code', 18, true, true],
	];
	writeFileSync(join(work, 'few.md'), `# 조금\n\n${cases.map(([words]) => `---\n\n${words}`).join('\n')}\n---\n\n## 표\n\n| a | b |\n|--|--|\n| 1 | 2 |\n`);
	const { page, context, problems } = await open(browser, build(join(work, 'few.md')));
	for (const [index, [words, selector, size, isSparse, wraps]] of cases.entries()) {
		await check(`few words: ${JSON.stringify(words).slice(0, 90)}`, async () => {
			await page.evaluate((h) => Reveal.slide(h), index + 1);
			const seen = await page.evaluate((selector) => {
				const section = Reveal.getCurrentSlide(), one = section.querySelector(selector), pre = one.closest('pre');
				return { size: parseFloat(getComputedStyle(one).fontSize) * (one.currentCSSZoom ?? 1), isSparse: section.matches('.sparse'), wraps: pre ? one.getClientRects().length > 0 && one.offsetHeight > 40 : undefined, isCut: pre ? pre.scrollWidth > pre.clientWidth + 1 : section.scrollHeight > section.clientHeight + 1 };
			}, selector);
			expect(Math.abs(seen.size - size) < .6, `${seen.size} px`);
			expectEqual([seen.isSparse, seen.wraps, seen.isCut], [isSparse, wraps, false], 'sparse, wraps, cut');
		});
	}
	await check('few words: a small table has high rows', async () => {
		await page.evaluate(() => Reveal.slide(Reveal.getTotalSlides() - 1));
		expect(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('tr:last-child').getBoundingClientRect().height) > 70, 'low rows');
	});
	await check('few words: a phone has none of these sizes', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.waitForFunction(() => Reveal.isScrollView());
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('section *')].filter((one) => one.style.getPropertyValue('--grow')).length), 0, 'grown blocks');
		expectNoProblems(problems);
	});
	await context.close();
}

// Layouts: parts stand beside each other on a stage and below each other on a phone, and nothing is cut.
async function checkLayouts(browser) {
	const list = '- 연결은 패킷 세 개로 만들어진다\n- 그 뒤에 데이터가 간다\n';
	copyFileSync(join(here, 'fixtures', 'blue.svg'), join(work, 'blue.svg'));
	writeFileSync(join(work, 'layouts.md'), ['---\ntitle: 배치\nlang: ko\n---\n# 배치\n', `## 두 단\n\n${list}\n<!-- column -->\n\n오른쪽\n`,
		`<!-- layout: columns -->\n\n## 나뉜 단\n\n${list}\n문장이다.\n\n또 문장이다.\n`, `<!-- layout: picture -->\n\n## 그림\n\n${list}\n![](blue.svg)\n`,
		`<!-- layout: picture-left -->\n\n## 왼쪽 그림\n\n![](blue.svg)\n\n${list}`, '<!-- layout: statement -->\n\n포트는 **커널이** 고른다\n', '<!-- layout: section -->\n\n## **2**부\n\n끊는 법\n',
		'<!-- layout: fact -->\n\n# 1,448\n\n바이트\n', `<!-- class: center -->\n\n## 가운데\n\n- 짧다\n${list}`].join('\n---\n\n'));
	const file = build(join(work, 'layouts.md'));
	// The middles of the two, from left to right and down, in parts of the slide.
	const places = (page, slide, selectors) => page.evaluate(([slide, selectors]) => {
		const section = [...document.querySelectorAll('.slides section')].find((one) => one.matches(slide));
		const stage = section.getBoundingClientRect();
		return selectors.map((selector) => {
			const box = section.querySelector(selector).getBoundingClientRect();
			return { x: (box.left + box.width / 2 - stage.left) / stage.width, y: box.top + box.height / 2, width: box.width };
		});
	}, [slide, selectors]);
	const { page, context, problems } = await open(browser, file);
	await check('layouts: two columns, cut where the author says, or by themselves', async () => {
		for (const [title, left, right] of [['두 단', '.column:first-child li', '.column:last-child p'], ['나뉜 단', 'li', '.column p:last-of-type']]) {
			await goTo(page, title);
			const [one, other] = await places(page, '.present', [left, right]);
			expect(one.x < .5 && other.x > .5, `"${title}": at ${one.x} and ${other.x}`);
		}
	});
	await check('layouts: a picture stands beside its text, in the middle of its height, on the side that is named', async () => {
		for (const [title, isLeft] of [['그림', false], ['왼쪽 그림', true]]) {
			await goTo(page, title);
			const [text, picture] = await places(page, '.present', ['ul', 'img']);
			expect(isLeft ? picture.x < .5 && text.x > .5 : picture.x > .5 && text.x < .5, `"${title}": text at ${text.x}, picture at ${picture.x}`);
			expect(Math.abs(text.y - picture.y) < 12 && picture.width > 400, `"${title}": text at ${text.y}, picture at ${picture.y}, ${picture.width} px wide`);
		}
	});
	await check('layouts: bold words stand out where all letters are heavy', async () => {
		const colors = await page.evaluate(() => ['.layout-statement strong', '.layout-section h2 strong'].map((one) => document.querySelector(one)).map((one) => [one, one.parentNode].map((node) => getComputedStyle(node).color)));
		expect(colors.every(([bold, others]) => bold !== others), JSON.stringify(colors));
	});
	await check('layouts: a statement, a section and a fact are the largest words of the talk', async () => {
		const sizes = await page.evaluate(() => ['.layout-statement p', '.layout-section h2', '.layout-fact h1'].map((one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize)));
		expect(sizes[0] >= 50 && sizes[1] >= 60 && sizes[2] >= 120, `sizes ${sizes}`);
	});
	await check('layouts: the lines of a list in the middle begin below each other', async () => {
		const [marks, lefts] = await page.evaluate(() => {
			const items = [...document.querySelectorAll('section.center li')];
			return [items.map((item) => item.getBoundingClientRect().left), items.map((item) => { const range = document.createRange(); range.selectNodeContents(item); return range.getBoundingClientRect().left; })];
		});
		expect(lefts.length === 3 && new Set(lefts.map(Math.round)).size === 1 && new Set(marks.map(Math.round)).size === 1, `${lefts}; ${marks}`);
	});
	await check('layouts: nothing is cut or too small', async () => {
		const count = await page.evaluate(() => Reveal.getTotalSlides());
		for (let i = 0; i < count; i++) {
			await page.evaluate((index) => Reveal.slide(index), i);
			const bad = await badText(page);
			expect(bad.length === 0, `slide ${i + 1}: ${bad.slice(0, 5).join('\n')}`);
		}
		expectNoProblems(problems);
	});
	await context.close();
	const phone = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await check('layouts: on a phone everything follows below each other', async () => {
		for (const [slide, above, below] of [['.layout-columns', '.column:first-child li', '.column:last-child p'], ['.layout-picture', 'ul', 'img'], ['.layout-left', 'img', 'ul']]) {
			const [one, other] = await places(phone.page, slide, [above, below]);
			expect(other.y > one.y + 20, `${slide}: at ${one.y} and ${other.y}`);
		}
	});
	await phone.context.close();
}

// Obsidian's dialect, as it looks.
async function checkDialect(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const current = (body) => page.evaluate(body);
	await check('dialect: each kind of callout has a sign, and none is read aloud', async () => {
		const signs = await current(() => [...document.querySelectorAll('.callout-title')].map((title) => getComputedStyle(title, '::before').content));
		expectEqual(signs.length, 14, 'callouts');
		expect(new Set(signs).size >= 11 && signs.every((sign) => sign.endsWith('/ ""')), `signs: ${signs.join(' ')}`);
	});
	await check('dialect: a task inside a task stands further in', async () => {
		await goTo(page, '할 일');
		const [outer, inner] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('li.task > input')].map((box) => box.getBoundingClientRect().left));
		expect(inner - outer > 20, `boxes at ${outer} and ${inner}`);
	});
	await check('dialect: TeX is drawn, and its signs are no Markdown', async () => {
		const [line, block] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('math')].map((math) => [math.getAttribute('display') === 'block', math.textContent.replace(/\s|\u2062/g, '')]));
		expectEqual([line[0], block[0]], [false, true], 'blocks');
		expect(line[1].startsWith('RTTnew') && /a1[*∗]b1/.test(block[1]) && /[-−]c/.test(block[1]), `${line} ${block}`);
	});
	await check('dialect: an embedded heading is smaller than that of the slide', async () => {
		await goTo(page, '다른 글');
		const [own, other] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('h1, h2')].map((one) => parseFloat(getComputedStyle(one).fontSize)));
		expect(other < own, `${other} px below ${own} px`);
		expect(!await current(() => Reveal.getCurrentSlide().innerText.includes('안 보일')), 'it holds more than the section');
	});
	await check('dialect: without steps all remarks are seen', async () => {
		await goTo(page, '멈춘 그림');
		const remarks = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('.remark')].map((remark) => ({
			isVisible: getComputedStyle(remark).visibility === 'visible', top: remark.getBoundingClientRect().top, bottom: remark.getBoundingClientRect().bottom })));
		expectEqual(remarks.map((remark) => remark.isVisible), [true, true], 'visible');
		expect(remarks[0].bottom <= remarks[1].top, 'one lies on the other');
	});
	await check('dialect: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main(async (browser) => {
	await checkNote(browser);
	await checkCodeSteps(browser);
	await checkAlone(browser);
	await checkFew(browser);
	await checkLayouts(browser);
	await checkDialect(browser, dialect());
});
