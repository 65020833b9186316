// Where things are in the grid of a drawn header.
import * as layout from './header-layout.js';
import { MARGIN } from './header-layout.js';

// The grid: { bitWidth, height (of a row), tops (of the rows, one more than there are), isNarrow, hasKey }.
export const isTall = (grid) => grid.height >= layout.TALL_ROW;
export const isLarge = (grid) => grid.height >= layout.LARGE_ROW;
export const isHuge = (grid) => grid.height >= layout.HUGE_ROW;
const pick = (grid, huge, large, airy, tall) => (isHuge(grid) ? huge : isLarge(grid) ? large : grid.height >= layout.AIRY_ROW ? airy : tall);
export const bitLeft = (grid, bit) => MARGIN + (bit % 32) * grid.bitWidth;
export const middleLine = (grid, y) => y + (grid.height >> 1) + 6;
export const nameLine = (grid, y) => (isTall(grid) ? y + pick(grid, layout.NAME_TOP_HUGE, layout.NAME_TOP_LARGE, layout.NAME_TOP_AIRY, layout.NAME_TOP) : middleLine(grid, y));
export const valueLine = (grid, y) => (isTall(grid) ? y + grid.height - pick(grid, layout.VALUE_BOTTOM_HUGE, layout.VALUE_BOTTOM_LARGE, layout.VALUE_BOTTOM_AIRY, layout.VALUE_BOTTOM) : middleLine(grid, y));
