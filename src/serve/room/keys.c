/* 128 bits cannot be guessed, so wrong keys are neither counted nor delayed. */
#include "serve/room/keys.h"

#include <stdint.h>
#include <string.h>

#include "serve/room/random-bytes.h"

bool keys_random_digits(char *ret_digits, size_t size, struct error *error)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[KEY_BYTES];
	if (!random_bytes(bytes, size / 2, error))
		return false;
	for (size_t i = 0; i < size; i++)
		ret_digits[i] = digits[i % 2 ? bytes[i / 2] & 0xf : bytes[i / 2] >> 4];
	ret_digits[size] = '\0';
	return true;
}

bool keys_make(struct keys *ret_keys, struct error *error)
{
	memset(ret_keys->next, 0, sizeof(ret_keys->next));
	ret_keys->newest = 0;
	return keys_random_digits(ret_keys->listener, KEY_SIZE, error) &&
		keys_random_digits(ret_keys->presenter, KEY_SIZE, error);
}

/* Looks at every character, also after a difference. */
static bool is_key(const char *key, const char *text)
{
	unsigned difference = 0;
	for (size_t i = 0; i < KEY_SIZE; i++)
		difference |= (unsigned char)key[i] ^ (unsigned char)text[i];
	return !difference;
}

static bool is_next(const struct keys *keys, unsigned slot, const char *text)
{
	return keys->next[slot][0] && is_key(keys->next[slot], text);
}

bool keys_renew_next(struct keys *keys, const char *from, size_t size, struct error *error)
{
	unsigned own = KEYS_NEXT; /* none of them */
	for (unsigned i = 0; i < KEYS_NEXT && size == KEY_SIZE; i++)
		own = is_next(keys, i, from) ? i : own;
	for (unsigned i = 0; i < KEYS_NEXT; i++) {
		if (i != own)
			keys->next[i][0] = '\0';
	}
	keys->newest = own == 0;
	return keys_random_digits(keys->next[keys->newest], KEY_SIZE, error);
}

enum visitor_role keys_role(const struct keys *keys, const char *text, size_t size)
{
	if (size != KEY_SIZE)
		return VISITOR_NONE;
	bool presents = is_key(keys->presenter, text), listens = is_key(keys->listener, text);
	for (unsigned i = 0; i < KEYS_NEXT; i++)
		presents |= is_next(keys, i, text);
	return presents ? VISITOR_PRESENTER : listens ? VISITOR_LISTENER : VISITOR_NONE;
}
