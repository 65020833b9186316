/*
 * Select Graphic Rendition (ECMA-48, and xterm's control sequences for 256 colors and 24 bits). Of
 * sixteen colors, one is chosen by hue: the pastel backgrounds of Wireshark's list are all nearest
 * to white and would be alike.
 */
#include "listing/terminal-color.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { CUBE_SIDE = 6, CUBE_FIRST = 16, GREYS_FIRST = 232, GREYS = 24 };

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

enum color_depth color_depth_of(const char *term, const char *colorterm)
{
	/* Terminals with 24 bits. COLORTERM often does not reach another machine. */
	static const char *const exact[] = { "xterm-kitty", "xterm-ghostty", "alacritty", "foot",
		"wezterm", "contour" };
	static const char *const names[] = { "truecolor", "24bit" };
	if (!term || !*term || strcmp(term, "dumb") == 0 || strncmp(term, "vt1", 3) == 0 ||
		strncmp(term, "vt2", 3) == 0)
		return COLOR_DEPTH_NONE;
	if (colorterm && is_one_of(colorterm, names, ARRAY_COUNT(names)))
		return COLOR_DEPTH_TRUE;
	if (strstr(term, "-direct") || is_one_of(term, exact, ARRAY_COUNT(exact)))
		return COLOR_DEPTH_TRUE;
	return strstr(term, "256color") ? COLOR_DEPTH_256 : COLOR_DEPTH_16;
}

/* ---- from 24 bits to fewer ---- */

struct parts {
	int red, green, blue, least, most;
};

static struct parts parts_of(uint32_t color)
{
	struct parts parts = {
		.red = (int)(color >> 16 & 0xff),
		.green = (int)(color >> 8 & 0xff),
		.blue = (int)(color & 0xff),
	};
	parts.least = parts.most = parts.red;
	const int others[] = { parts.green, parts.blue };
	for (size_t i = 0; i < 2; i++) {
		parts.least = others[i] < parts.least ? others[i] : parts.least;
		parts.most = others[i] > parts.most ? others[i] : parts.most;
	}
	return parts;
}

/* The values on each axis of xterm's color cube are 0, 95, 135, 175, 215, 255. */
static int cube_value(int step)
{
	return step ? 55 + 40 * step : 0;
}

static int cube_step(int value)
{
	int nearest = 0;
	for (int step = 1; step < CUBE_SIDE; step++)
		if (abs(cube_value(step) - value) < abs(cube_value(nearest) - value))
			nearest = step;
	return nearest;
}

static int distance(const struct parts *parts, int red, int green, int blue)
{
	int r = parts->red - red, g = parts->green - green, b = parts->blue - blue;
	return r * r + g * g + b * b;
}

static int nearest_of_256(uint32_t color)
{
	struct parts parts = parts_of(color);
	int red = cube_step(parts.red), green = cube_step(parts.green),
	    blue = cube_step(parts.blue);
	int from_cube = distance(&parts, cube_value(red), cube_value(green), cube_value(blue));
	int grey = ((parts.red + parts.green + parts.blue) / 3 - 3) / 10;
	grey = grey < 0 ? 0 : grey >= GREYS ? GREYS - 1 : grey;
	int level = 8 + 10 * grey;
	if (distance(&parts, level, level, level) < from_cube)
		return GREYS_FIRST + grey;
	return CUBE_FIRST + (red * CUBE_SIDE + green) * CUBE_SIDE + blue;
}

/* The hue, 0 to 359 degrees. */
static int hue_of(const struct parts *parts)
{
	int range = parts->most - parts->least;
	if (parts->most == parts->red)
		return (60 * (parts->green - parts->blue) / range + 360) % 360;
	if (parts->most == parts->green)
		return 120 + 60 * (parts->blue - parts->red) / range;
	return 240 + 60 * (parts->red - parts->green) / range;
}

/* 0 to 7, plus 8 for the bright colors. */
static int nearest_of_16(uint32_t color)
{
	enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, BRIGHT = 8 };
	enum { DARK = 0x40, PALE = 6, LIGHT = 0xc0, GREY = 0x60 };
	static const struct {
		int end, color; /* in degrees; yellow with much green is green */
	} wheel[] = { { 25, RED }, { 75, YELLOW }, { 165, GREEN }, { 220, CYAN }, { 270, BLUE },
		{ 330, MAGENTA }, { 360, RED } };
	struct parts parts = parts_of(color);
	if (parts.most < DARK)
		return BLACK;
	if (parts.most - parts.least < PALE) {
		if (parts.most < GREY)
			return BRIGHT + BLACK;
		return parts.most < LIGHT ? WHITE : BRIGHT + WHITE;
	}
	int hue = hue_of(&parts), i = 0;
	while (hue >= wheel[i].end)
		i++;
	return parts.most < LIGHT ? wheel[i].color : BRIGHT + wheel[i].color;
}

/* ---- writing ---- */

static void append_parameters(
	struct text *out, enum color_depth depth, uint32_t color, bool is_background)
{
	int place = is_background ? 10 : 0;
	switch (depth) {
	case COLOR_DEPTH_TRUE:
		text_append_format(out, "%d;2;%u;%u;%u", 38 + place, color >> 16 & 0xff,
			color >> 8 & 0xff, color & 0xff);
		return;
	case COLOR_DEPTH_256:
		text_append_format(out, "%d;5;%d", 38 + place, nearest_of_256(color));
		return;
	case COLOR_DEPTH_16: {
		int index = nearest_of_16(color);
		text_append_format(out, "%d", place + (index < 8 ? 30 + index : 82 + index));
		return;
	}
	case COLOR_DEPTH_NONE:
		return;
	}
}

static void append_color(
	struct text *out, enum color_depth depth, uint32_t color, bool is_background)
{
	text_append(out, "\033[");
	append_parameters(out, depth, color, is_background);
	text_append_char(out, 'm');
}

void terminal_color(
	struct text *out, enum color_depth depth, uint32_t foreground, uint32_t background)
{
	if (depth == COLOR_DEPTH_NONE)
		return;
	append_color(out, depth, foreground, false);
	append_color(out, depth, background, true);
}

void terminal_ink(struct text *out, enum color_depth depth, uint32_t foreground)
{
	if (depth != COLOR_DEPTH_NONE)
		append_color(out, depth, foreground, false);
}

void terminal_bold(struct text *out, enum color_depth depth)
{
	if (depth != COLOR_DEPTH_NONE)
		text_append(out, "\033[1m");
}

void terminal_quiet(struct text *out, enum color_depth depth)
{
	if (depth != COLOR_DEPTH_NONE)
		text_append(out, "\033[2m");
}

void terminal_color_end(struct text *out, enum color_depth depth)
{
	if (depth != COLOR_DEPTH_NONE)
		text_append(out, "\033[0m");
}
