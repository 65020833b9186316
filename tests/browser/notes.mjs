// Notes as people write them for reading, in a browser: code, far too many words, Obsidian's dialect.
//
//   node tests/browser/notes.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dialect } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, work } from './lib.mjs';
import { badText, SMALLEST_TEXT } from './bad-text.mjs';

// A note as one writes for reading: no separator, code, and a slide with far too much on it.
async function checkNote(browser) {
	const many = (count) => Array.from({ length: count }, (_, i) => `문장 ${i + 1}은 소켓과 커널 버퍼 사이에서 일어나는 일을 말한다.\n`).join('\n');
	writeFileSync(join(work, 'note.md'), `# 노트\n\n## 코드\n\n\`\`\`c\nint fd = socket(AF_INET, SOCK_STREAM, 0);\nreturn "<b>"; // </script>\n\`\`\`\n\n`
		+ `\`\`\`nonsense\nint x;\n\`\`\`\n\n## 조금 많다\n\n${many(13)}\n## 아주 많다\n\n${many(60)}`);
	const { page, context, problems } = await open(browser, build(join(work, 'note.md')));
	await check('note: its headings begin slides', async () =>
		expectEqual(await page.evaluate(() => Reveal.getTotalSlides()), 4, 'slides'));
	await check('note: code is coloured, its text unchanged', async () => {
		await goTo(page, '코드');
		const [known, unknown] = await page.evaluate(() => [...document.querySelectorAll('pre > code')]
			.map((code) => [code.textContent, code.querySelectorAll('span').length]));
		expect(known[0].includes('return "<b>"; // </script>'), `the code reads ${known[0]}`);
		expect(known[1] >= 3, `${known[1]} coloured pieces`);
		expectEqual(unknown[1], 0, 'coloured pieces of a language that nobody knows');
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
	await check('dialect: TeX keeps its lines, and its signs', async () => {
		const [line, block] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('code.math')].map((code) => code.innerText));
		expectEqual([line, block], ['RTT_{new}', 'a_1 * b_1 \\\\\n- c'], 'TeX');
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
	await checkDialect(browser, dialect());
});
