// What a step through a sequence diagram costs: the main thread's time for script, style, layout and paint, in
// headless Chromium on a processor that is throttled to a quarter.
//
//   node tests/bench/step.mjs STEPS FILE.html...
//
// Prints a line of JSON: for each file the mean in ms of a step on its second slide.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const THROTTLE = 4, SETTLE = 120;
const browser = join(dirname(fileURLToPath(import.meta.url)), '../browser/package.json');
const { chromium } = createRequire(browser)('playwright-core');
const path = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
	.find((candidate) => candidate && existsSync(candidate));
if (!path) {
	console.error('no Chromium: apt-get install chromium');
	process.exit(77);
}

const [steps, ...files] = process.argv.slice(2);
const window = await chromium.launch({ executablePath: path,
	args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'] });

async function stepTime(file) {
	const context = await window.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
	const page = await context.newPage();
	await page.goto(pathToFileURL(resolve(file)).href);
	await page.waitForFunction(() => window.Reveal?.isReady());
	const session = await context.newCDPSession(page);
	await session.send('Performance.enable', { timeDomain: 'threadTicks' });
	await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
	const busy = async () => {
		const { metrics } = await session.send('Performance.getMetrics');
		return metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
	};
	// All of them within the page: a message from here for each would be work of the page, too.
	const spend = async (count, isStep) => {
		const before = await busy();
		await page.evaluate(async ([settle, count, isStep]) => {
			for (let i = 0; i < count; i++) {
				if (isStep)
					Reveal.next();
				await new Promise((done) => setTimeout(done, settle));
			}
		}, [SETTLE, count, isStep]);
		return await busy() - before;
	};
	await page.evaluate(() => Reveal.slide(1, 0));
	await spend(2, true); // the first ones prepare the slide
	const idle = await spend(Number(steps), false);
	const spent = (await spend(Number(steps), true) - idle) / steps;
	await context.close();
	return Math.round(spent * 10) / 10;
}

const times = [];
for (const file of files)
	times.push(await stepTime(file));
await window.close();
console.log(JSON.stringify(times));
