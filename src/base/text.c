/* Growable text that doubles its memory. base/arena.c ends the program when memory runs out. */
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"

void text_grow(struct text *text, size_t size)
{
	size_t needed = text->size + size + 1;
	size_t capacity = text->capacity ? text->capacity * 2 : 64;
	if (capacity < needed)
		capacity = needed;
	text->data = xrealloc(text->data, capacity);
	text->capacity = capacity;
	text->data[text->size] = '\0';
}

static void reserve(struct text *text, size_t size)
{
	if (text->capacity - text->size <= size)
		text_grow(text, size);
}

const char text_digit_pairs[201] = "00010203040506070809101112131415161718192021222324"
				   "25262728293031323334353637383940414243444546474849"
				   "50515253545556575859606162636465666768697071727374"
				   "75767778798081828384858687888990919293949596979899";

static size_t count_digits(uint64_t number)
{
	static const uint64_t powers[] = { 0, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
		100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
		100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
		1000000000000000000, 10000000000000000000u };
	/* The number of digits: 1233 / 4096 is slightly more than the decimal logarithm of 2. */
	size_t bits = 64 - (size_t)__builtin_clzll(number | 1);
	size_t guess = bits * 1233 >> 12;
	return guess + (number >= powers[guess]);
}

/*
 * Writes the last `size` digits, two for each division, and in 32 bits as soon as the number fits.
 */
static void write_digits(char *place, size_t size, uint64_t number)
{
	for (; number > UINT32_MAX && size >= 2; number /= 100) {
		size -= 2;
		memcpy(place + size, text_digit_pairs + number % 100 * 2, 2);
	}
	uint32_t rest = (uint32_t)number;
	for (; size >= 2; rest /= 100) {
		size -= 2;
		memcpy(place + size, text_digit_pairs + rest % 100 * 2, 2);
	}
	if (size)
		*place = (char)('0' + rest % 10);
}

void text_append_number(struct text *text, uint64_t number)
{
	if (number < 10) {
		text_append_char(text, (char)('0' + number));
		return;
	}
	if (number < 100) {
		text_append_size(text, text_digit_pairs + number * 2, 2);
		return;
	}
	size_t size = count_digits(number);
	write_digits(text_extend(text, size), size, number);
}

void text_append_digits(struct text *text, uint64_t number, size_t width)
{
	size_t size = count_digits(number);
	if (size < width)
		size = width;
	write_digits(text_extend(text, size), size, number);
}

void text_append_hex(struct text *text, uint64_t number, size_t width)
{
	size_t size = 1;
	while (size < 16 && number >> 4 * size)
		size++;
	if (size < width)
		size = width;
	char *place = text_extend(text, size);
	for (size_t i = size; i > 0; i--, number >>= 4)
		place[i - 1] = ascii_hex_digit((int64_t)(number & 15));
}

void text_append_format_v(struct text *text, const char *format, va_list arguments)
{
	enum { USUAL_SIZE = 128 }; /* what fits needs no second pass */
	va_list again;
	va_copy(again, arguments);
	reserve(text, USUAL_SIZE);
	size_t space = text->capacity - text->size;
	int size = vsnprintf(text->data + text->size, space, format, arguments);
	if (size > 0 && (size_t)size >= space) {
		reserve(text, (size_t)size);
		(void)vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
	}
	va_end(again);
	if (size > 0)
		text->size += (size_t)size;
	text->data[text->size] = '\0';
}

void text_append_format(struct text *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	text_append_format_v(text, format, arguments);
	va_end(arguments);
}

void text_append_grouped(struct text *text, uint64_t number, const char *separator)
{
	if (number < 1000 || !*separator) {
		text_append_number(text, number);
		return;
	}
	uint64_t group = 1;
	while (number / group >= 1000)
		group *= 1000;
	text_append_number(text, number / group);
	for (group /= 1000; group; group /= 1000) {
		uint64_t digits = number / group % 1000;
		text_append(text, separator);
		text_append_char(text, (char)('0' + digits / 100));
		text_append_char(text, (char)('0' + digits / 10 % 10));
		text_append_char(text, (char)('0' + digits % 10));
	}
}

const char *text_grouped(char buffer[TEXT_GROUPED_SIZE], uint64_t number, const char *separator)
{
	autofinish(text) struct text text = { 0 };
	text_append_grouped(&text, number, separator);
	/* 2^64 - 1 has 20 digits and 6 separators of up to three bytes, which fit. */
	assert(text.size < TEXT_GROUPED_SIZE);
	memcpy(buffer, text_string(&text), text.size + 1);
	return buffer;
}

const char *text_digit_gap(bool is_korean)
{
	return is_korean ? "," : TEXT_THIN_SPACE;
}

void text_clear(struct text *text)
{
	text->size = 0;
	if (text->data)
		text->data[0] = '\0';
}

char *text_steal(struct text *text)
{
	char *string = text->data ? text->data : xstrdup("");
	*text = (struct text){ 0 };
	return string;
}

void text_finish(struct text *text)
{
	if (!text)
		return;
	free(text->data);
	*text = (struct text){ 0 };
}
