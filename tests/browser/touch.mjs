// Touches as the browser receives them from a screen; it makes clicks and scrolling of them itself.
import { expect } from './checks.mjs';

// Returns swipe([x, y], [toX, toY]). The finger rests before it is lifted: else Chromium goes on gliding, and takes the
// next tap as the end of that.
export async function fingers(page, context) {
	const session = await context.newCDPSession(page);
	const touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
	return async ([x, y], [toX, toY]) => {
		await touch('touchStart', [[x, y]]);
		const count = Math.ceil(Math.hypot(toX - x, toY - y) / 8); // little by little: that is where scrolling begins
		for (let i = 1; i <= count; i++)
			await touch('touchMove', [[x + (toX - x) * i / count, y + (toY - y) * i / count]]);
		for (let i = 0; i < 3; i++) {
			await page.waitForTimeout(100);
			await touch('touchMove', [[toX, toY + i % 2]]);
		}
		await touch('touchEnd', []);
		await page.waitForTimeout(100);
	};
}

// Taps until `isDone` says so: where a browser under load still takes a tap as the end of a swipe, a hand taps again, too.
export async function tapUntil(place, isDone, what) {
	for (let tries = 0; tries < 4; tries++) {
		await place.tap();
		for (let i = 0; i < 60; i++) {
			if (await isDone())
				return;
			await new Promise((done) => setTimeout(done, 50));
		}
	}
	expect(false, `${what}: not after four taps`);
}
