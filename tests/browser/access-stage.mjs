// Whether everybody can use what lies over slides while a talk is given: axe-core, in light and in the dark, on the open
// overview with a search, the sheet of keys, the tools of the pen, the box to jump, a packet, the zoomed view, the
// speaker's window with what it says of the stage, the handout, and a listener's page.
//
//   node tests/browser/access-stage.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { check, expectEqual, expectNoProblems, expectSoon, goTo, main, open, opened, program, work } from './lib.mjs';
import { share, stop } from './serving.mjs';
import { stageTalk } from './stage-talk.mjs';

const COLORS = ['light', 'dark'];

const looked = async (page) => {
	await page.evaluate(axe);
	return violations(page);
};

// Each state, the keys that lead to it, and what is there then.
const STATES = [
	['the overview', 'o', '.overview-sheet .tile'],
	['the overview with a search', 'opacket', '.overview-sheet .tile[aria-selected="true"]'],
	['the overview that found nothing', 'ozzz', '.overview-sheet'],
	['the sheet of keys', '?', '.help-sheet'],
	['the pen', 'c', '.ink-bar'],
	['the spot', 'r', '.ink-bar'],
	['the box to jump', 'g3', '.jump'],
	['the box to jump that found nothing', 'g99', '.jump.vain'],
	['an opened packet', '\n', '.packet-detail'],
	['the pen over an opened packet', '\nc', '.packet-detail .ink-bar'],
	['a zoomed slide', 'z', '.zoomed'],
	['the black screen', 'b', '.reveal.paused'],
];

async function checkStage(browser, { file, words }) {
	for (const colorScheme of COLORS) {
		const { page, context, problems } = await open(browser, file, { context: { colorScheme } });
		for (const [name, keys, there] of STATES) {
			await check(`axe, ${colorScheme}: ${name}`, async () => {
				await goTo(page, words.title);
				await page.keyboard.type(keys);
				await page.waitForSelector(there, { state: 'attached' });
				const found = await looked(page);
				for (let i = 0; i < 3 && await page.locator('dialog[open], .ink-bar, .jump, .zoomed, .reveal.paused').count(); i++)
					await page.keyboard.press('Escape');
				expectEqual(found, [], 'violations');
			});
		}
		await check(`axe, ${colorScheme}: nothing forbidden happened`, () => expectNoProblems(problems));
		await context.close();
	}
}

async function checkSpeaker(browser, { file, words }) {
	for (const colorScheme of COLORS) {
		const { page, context } = await open(browser, file, { context: { colorScheme } });
		const view = await opened(page);
		await goTo(page, words.title);
		for (const [key, says] of [['', ''], ['o', '.on-stage'], ['z', '.on-stage'], ['b', '.alert.blank']]) {
			await check(`axe, ${colorScheme}: the speaker's window${key && ` after ${key}`}`, async () => {
				await expectSoon(() => view.evaluate(() => Boolean(document.querySelector('.speaker-notes .where')?.textContent)), true, 'it is there');
				if (key) {
					await view.keyboard.press(key);
					await expectSoon(() => view.evaluate((one) => document.querySelector(one).textContent !== '', says), true, 'it says so');
				}
				const found = await looked(view);
				if (key)
					await view.keyboard.press('Escape');
				expectEqual(found, [], 'violations');
			});
		}
		await context.close();
	}
}

async function checkHandout(browser, { file }) {
	const script = readFileSync(join(dirname(program), 'deck/small-handout.js'), 'utf8');
	const { page, context } = await open(browser, file, { query: '?print-pdf' });
	await check('axe: the handout', async () => {
		await page.evaluate(script);
		await page.waitForSelector('.handout');
		await page.evaluate(axe);
		expectEqual(await violations(page, { isWhole: true }), [], 'violations');
	});
	await context.close();
}

async function checkListener(browser) {
	const { server, listener } = await share(work);
	for (const colorScheme of COLORS) {
		for (const viewport of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
			const { page, context } = await open(browser, listener, { context: { colorScheme, viewport } });
			await check(`axe, ${colorScheme}, ${viewport.width}: a listener's page`, async () => {
				expectEqual(await looked(page), [], 'violations');
			});
			await context.close();
		}
	}
	await stop(server);
}

await main(async (browser) => {
	const talk = stageTalk('en');
	await checkStage(browser, talk);
	await checkSpeaker(browser, talk);
	await checkHandout(browser, talk);
	await checkListener(browser);
});
