// Every command and every environment of KaTeX that draws something is drawn in a deck: nothing of its MathML is refused.
//
//   node tests/browser/formulas.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build, check, expect, expectEqual, goTo, main, open, program, skip, work } from './lib.mjs';

const library = join(dirname(program), 'katex.js');
if (!existsSync(library))
	skip('the program has no katex.js beside it: npm ci --prefix templates');
process.env.PCAPDECK_CHROMIUM_SECONDS = '200';

const source = readFileSync(library, 'utf-8'), katex = { exports: {} };
new Function('exports', 'module', source)(katex.exports, katex);
const { renderToString } = katex.exports;

// What a formula may need after its command, the simplest first.
const TAILS = ['', '{x}', '{x}{y}', '{x}{y}{z}', '{x}{y}{z}{w}', '{1em}', '{1em}{1em}', '{red}{x}', '{red}{blue}{x}', '(', '(x\\right)', '{ab=c}', '[x]{y}', '_{x}^{y}', '{#1}', '{\\text{a}}'];
const ENVIRONMENT = ['a & b \\\\ c & d', 'a \\\\ b', '{cc} a & b \\\\ \\hline c & d', '{l} a', '{c|c} a & b', 'A @>x>> B', '{2} a & b'];

function draws(tex) {
	try {
		return renderToString(tex, { output: 'mathml', displayMode: true, throwOnError: true, strict: 'ignore', trust: () => {
			throw new Error('not in a deck');
		} });
	} catch {
		return '';
	}
}

// All names that stand in KaTeX's source behind a backslash, without those that only print something, and all that look
// like those of environments.
function formulas() {
	const names = [...new Set([...source.matchAll(/["'`]\\\\(?!show|message|errmessage)([a-zA-Z@]+\*?|[^a-zA-Z\s"'`])["'`]/g)].map(([, name]) => `\\${name}`))];
	const found = names.flatMap((name) => ['', 'x '].flatMap((before) => TAILS.map((tail) => `${before}${name}${/[a-zA-Z]$/.test(name) && /^[a-zA-Z]/.test(tail) ? ' ' : ''}${tail}`)).filter(draws).slice(0, 2));
	const words = [...new Set([...source.matchAll(/["'`]([a-zA-Z]+\*?)["'`]/g)].map(([, word]) => word))];
	const around = words.flatMap((word) => ENVIRONMENT.map((inner) => `\\begin{${word}} ${inner} \\end{${word}}`).filter(draws).slice(0, 2));
	return [...found, ...around, 'K = g^{a} \\bmod p', 'x \\mathbin{\\frac{a}{b}} y', 'x \\mathrel{ab} y', '\\mathord{ab}', 'x \\overset{!}{=} y', '\\stackrel{a}{b}',
		'\\operatorname*{arg\\,max}_x', '\\mathop{\\rm lim}\\limits_x', '\\operatorname{sn} \\mathopen{\\big(}', '\\mathop{\\sum\\sum}_x'];
}

const pairs = (name) => `\\begin{${name}} a &= b \\\\ ccccc &= ddddd \\end{${name}}`;
const TABLES = { aligned: pairs('aligned'), align: pairs('align'), split: pairs('split'), cases: '\\begin{cases} 1 & a \\\\ 22222 & bbbbb \\end{cases}',
	array: '\\begin{array}{l|r} 1 & a \\\\ \\hline 22222 & bbbbb \\end{array}', smaller: '\\begin{pmatrix*}[r] 1 & a \\\\ 22222 & bbbbb \\end{pmatrix*}' };
const SIDES = { aligned: ['right', 'left'], align: ['right', 'left'], split: ['right', 'left'], cases: ['left', 'left'], array: ['left', 'right'], smaller: ['right', 'right'] };

// Runs in the page: the edges of what is in each cell, by column, and the gap from the first one of the last row to the next.
function readCells() {
	const rows = [...Reveal.getCurrentSlide().querySelectorAll('mtr')].map((row) => [...row.children].filter((cell) => cell.textContent).map((cell) => {
		const signs = [...cell.querySelectorAll('mi, mn, mo')].map((sign) => sign.getBoundingClientRect());
		return { left: Math.min(...signs.map((sign) => sign.left)), right: Math.max(...signs.map((sign) => sign.right)) };
	}));
	const last = rows.at(-1);
	return { columns: last.map((_, x) => rows.map((row) => row[x])), gap: (last[1].left - last[0].right) / (last[0].right - last[0].left),
		lines: [...Reveal.getCurrentSlide().querySelectorAll('mtd')].map((cell) => { const { borderRightStyle, borderBottomStyle } = getComputedStyle(cell); return [borderRightStyle, borderBottomStyle]; }) };
}

main(async (browser) => {
	const all = formulas(), path = join(work, 'formulas.md');
	await check('formulas: there are commands and environments to try', () =>
		expect(all.length > 1000 && all.some((one) => one.includes('\\begin{aligned}')), `only ${all.length}`));
	const head = '---\ntitle: Formulas\nlang: en\nduration: 12m\n---\n\n';
	const lineOf = (index) => head.split('\n').length + 2 * index;
	writeFileSync(path, `${head}${all.map((tex) => `$$${tex}$$\n`).join('\n')}`);
	await check('formulas: all that KaTeX draws is drawn', () => {
		const { stdout } = spawnSync(program, ['check', path], { encoding: 'utf-8', maxBuffer: 1 << 26, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
		const found = [...stdout.matchAll(/formulas\.md:(\d+): (.*(?:mathematics|formula).*)/g)];
		const missed = found.map(([, line, words]) => `${all[(line - lineOf(0)) / 2]}: ${words}`);
		expect(!missed.length, `${missed.length} of ${all.length}:\n${missed.slice(0, 30).join('\n')}`);
	});

	// What stood in one operator has to stand as before: its letters upright, and space beside it.
	writeFileSync(join(work, 'few.md'), `${head}# Few\n\n---\n\n## mod\n\n$$\ng^a \\bmod p\n$$\n\n---\n\n## fraction\n\n$$\nx \\mathbin{\\frac{a}{b}} y\n$$\n`
		+ Object.entries(TABLES).map(([name, tex]) => `\n---\n\n## ${name}\n\n$$\n${tex}\n$$\n`).join(''));
	const { page, context } = await open(browser, build(join(work, 'few.md')));
	await check('formulas: an operator of words is one, upright, with space on both sides', async () => {
		await goTo(page, 'mod');
		const [words, gaps] = await page.evaluate(() => {
			const math = Reveal.getCurrentSlide().querySelector('math');
			const sign = [...math.querySelectorAll('mo')].find((one) => one.textContent === 'mod'), box = sign.getBoundingClientRect();
			const near = [math.querySelector('msup'), [...math.querySelectorAll('mi')].at(-1)].map((one) => one.getBoundingClientRect());
			return [sign.childElementCount, [box.left - near[0].right, near[1].left - box.right].map((gap) => gap / box.height)];
		});
		expectEqual(words, 0, 'elements in it');
		expect(gaps.every((gap) => gap > -.01), `words beside it: ${gaps}`);
	});
	await check('formulas: an operator of more than words is drawn, with space on both sides', async () => {
		await goTo(page, 'fraction');
		const [isMath, gaps] = await page.evaluate(() => {
			const math = Reveal.getCurrentSlide().querySelector('math'), fraction = math.querySelector('mfrac'), box = fraction.getBoundingClientRect();
			const [x, y] = [...math.querySelectorAll('mi')].filter((one) => 'xy'.includes(one.textContent)).map((one) => one.getBoundingClientRect());
			return [fraction.namespaceURI, [box.left - x.right, y.left - box.right].map((gap) => gap / x.height > .05)];
		});
		expectEqual([isMath, gaps], ['http://www.w3.org/1998/Math/MathML', [true, true]], 'namespace, gaps');
	});
	await check('formulas: the columns of a table stand at their sides', async () => {
		for (const [name, sides] of Object.entries(SIDES)) {
			await goTo(page, name);
			const { columns, gap } = await page.evaluate(readCells);
			sides.forEach((side, x) => {
				const other = side === 'left' ? 'right' : 'left', apart = (edge) => Math.abs(columns[x][0][edge] - columns[x][1][edge]);
				expect(apart(side) < 1 && apart(other) > 9, `${name}, column ${x}, ${side}: ${apart(side)} and ${apart(other)} px apart`);
			});
			if (sides[0] === 'right' && sides[1] === 'left')
				expect(gap < .3, `${name}: the sign is ${gap} of a column apart`);
		}
	});
	await check('formulas: lines between columns and rows are drawn', async () => {
		await goTo(page, 'array');
		expectEqual((await page.evaluate(readCells)).lines, [['solid', 'solid'], ['none', 'solid'], ['solid', 'none'], ['none', 'none']], 'right and lower edges');
	});
	await context.close();
});
