/* Growable text, doubling; out of memory ends the program in base/arena.c. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static void grow(struct text *text, size_t more)
{
	size_t needed = text->size + more + 1;
	size_t capacity = text->capacity ? text->capacity * 2 : 64;
	if (capacity < needed)
		capacity = needed;
	text->data = xrealloc(text->data, capacity);
	text->capacity = capacity;
	text->data[text->size] = '\0';
}

static inline void reserve(struct text *text, size_t more)
{
	if (text->capacity - text->size <= more) /* also when both are 0 */
		grow(text, more);
}

char *text_extend(struct text *text, size_t size)
{
	reserve(text, size);
	char *place = text->data + text->size;
	text->size += size;
	text->data[text->size] = '\0';
	return place;
}

void text_append_size(struct text *text, const char *string, size_t size)
{
	char *place = text_extend(text, size);
	if (size)
		memcpy(place, string, size);
}

void text_append(struct text *text, const char *string)
{
	text_append_size(text, string, strlen(string));
}

void text_append_char(struct text *text, char character)
{
	*text_extend(text, 1) = character;
}

void text_append_number(struct text *text, uint64_t number)
{
	size_t size = 1;
	for (uint64_t rest = number; rest >= 10; rest /= 10)
		size++;
	char *place = text_extend(text, size);
	while (size) {
		place[--size] = (char)('0' + number % 10);
		number /= 10;
	}
}

void text_append_format_v(struct text *text, const char *format, va_list arguments)
{
	enum { USUAL_SIZE = 128 }; /* what fits needs no second pass */
	va_list again;
	va_copy(again, arguments);
	reserve(text, USUAL_SIZE);
	size_t room = text->capacity - text->size;
	int size = vsnprintf(text->data + text->size, room, format, arguments);
	if (size > 0 && (size_t)size >= room) {
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

void text_append_base64(struct text *text, struct bytes bytes)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	reserve(text, (bytes.size + 2) / 3 * 4);
	for (size_t i = 0; i < bytes.size; i += 3) {
		size_t left = bytes.size - i;
		uint32_t group = (uint32_t)bytes.data[i] << 16;
		if (left > 1)
			group |= (uint32_t)bytes.data[i + 1] << 8;
		if (left > 2)
			group |= bytes.data[i + 2];
		char quad[4] = {
			alphabet[group >> 18 & 63],
			alphabet[group >> 12 & 63],
			alphabet[group >> 6 & 63],
			alphabet[group & 63],
		};
		for (size_t padding = left < 3 ? left + 1 : 4; padding < 4; padding++)
			quad[padding] = '=';
		text_append_size(text, quad, sizeof(quad));
	}
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
