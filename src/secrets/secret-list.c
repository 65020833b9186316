/* The secrets found in a text, in order, and their names in reports. */
#include "secrets/secret-list.h"

#include <stdlib.h>

const char *secret_name(enum secret secret, bool is_korean)
{
	static const char *const names[SECRET_COUNT][2] = {
		[SECRET_NONE] = { "", "" },
		[SECRET_AUTHORIZATION] = { "Authorization", "Authorization" },
		[SECRET_PROXY_AUTHORIZATION] = { "Proxy-Authorization", "Proxy-Authorization" },
		[SECRET_COOKIE] = { "Cookie", "Cookie" },
		[SECRET_SET_COOKIE] = { "Set-Cookie", "Set-Cookie" },
		[SECRET_HEADER] = { "headers with keys", "키가 든 헤더" },
		[SECRET_PARAMETER] = { "parameters", "매개변수" },
		[SECRET_MEMBER] = { "fields of bodies", "본문의 필드" },
		[SECRET_TOKEN] = { "tokens", "토큰" },
		[SECRET_LOGIN] = { "logins", "로그인" },
		[SECRET_ENCODED] = { "compressed bodies", "압축된 본문" },
		[SECRET_FRAGMENT] = { "values without a beginning", "앞이 잘린 값" },
		[SECRET_DATAGRAM] = { "incomplete datagrams", "단편이 빠진 데이터그램" },
		[SECRET_FRAMES] = { "HTTP/2 and WebSocket messages", "HTTP/2·WebSocket 메시지" },
	};
	return names[secret][is_korean];
}

void secret_list_finish(struct secret_list *list)
{
	if (!list)
		return;
	free(list->ranges);
	free(list->kinds);
	*list = (struct secret_list){ 0 };
}

/* Sorts by place, then longer ones first, then in the order of finding. */
static int compare_ranges(const void *left, const void *right)
{
	const struct secret_range *a = left, *b = right;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

void secret_list_merge(struct secret_list *list, size_t first)
{
	size_t kept = first, end = 0;
	if (list->count > first)
		qsort(list->ranges + first, list->count - first, sizeof(*list->ranges),
			compare_ranges);
	for (size_t i = first; i < list->count; i++) {
		struct secret_range range = list->ranges[i];
		size_t range_end = range.offset + range.size;
		if (range_end <= end)
			continue;
		if (range.offset < end) {
			range.offset = end;
			range.size = range_end - end;
		}
		end = range_end;
		list->ranges[kept++] = range;
	}
	list->count = kept;
}
