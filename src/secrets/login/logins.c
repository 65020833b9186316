/*
 * Tries each protocol by the appearance of its messages; the port decides only where that is
 * ambiguous. Each search walks the text once, so the time is proportional to the text.
 */
#include "secrets/login/logins.h"

#include "base/arena.h"
#include "base/array.h"
#include "secrets/login/login-scan.h"

void login_hide(struct login_scan *scan, size_t from, size_t to)
{
	struct secret_list *list = scan->list;
	if (to > scan->text.size)
		to = scan->text.size;
	if (from >= to)
		return;
	grow_array(&list->kinds, list->secret_count, &list->secret_capacity, sizeof(*list->kinds));
	list->kinds[list->secret_count] = SECRET_LOGIN;
	grow_array(&list->ranges, list->count, &list->capacity, sizeof(*list->ranges));
	list->ranges[list->count++] =
		(struct secret_range){ from, to - from, list->secret_count++ };
}

void login_mark_lost(struct login_scan *scan, size_t at)
{
	uint8_t type = login_byte(scan, at);
	bool is_tls = type >= 0x14 && type <= 0x17 && login_byte(scan, at + 1) == 3;
	if (at < scan->text.size && !is_tls)
		scan->is_lost = true;
}

bool login_has_gap(const struct login_scan *scan, size_t from, size_t to)
{
	const struct login_gap *gaps = scan->source->gaps;
	size_t low = 0, high = scan->source->gap_count;
	while (low < high) { /* finds the first that ends after `from` */
		size_t middle = low + (high - low) / 2;
		if (gaps[middle].to <= from)
			low = middle + 1;
		else
			high = middle;
	}
	return low < scan->source->gap_count && gaps[low].from < to;
}

bool logins_find(
	const struct login_source *source, struct login_state *state, struct secret_list *list)
{
	static bool (*const of_connections[])(struct login_scan *) = {
		login_find_socks,
		login_find_vnc,
		login_find_postgres,
		login_find_mysql,
		login_find_ldap,
		login_find_mqtt,
		login_find_snmp,
		login_find_tacacs,
		login_find_amqp,
		login_find_kafka,
		login_find_memcached,
	};
	static bool (*const of_datagrams[])(struct login_scan *) = {
		login_find_snmp,
		login_find_radius,
		login_find_ldap,
		login_find_ppp,
		login_find_rip,
		login_find_ospf,
		login_find_vrrp,
		login_find_hsrp,
	};
	static bool (*const of_texts[])(struct login_scan *) = {
		login_find_resp,
		login_find_sasl_elements,
		login_find_sql,
		login_find_config,
		login_find_memcached_set,
		login_find_lines,
	};
	struct login_scan scan = { source, source->text, state, list, false, false };
	size_t count =
		source->is_datagram ? ARRAY_COUNT(of_datagrams) : ARRAY_COUNT(of_connections);
	bool (*const *binary)(struct login_scan *) =
		source->is_datagram ? of_datagrams : of_connections;
	for (size_t i = 0; i < count && !scan.is_tunnel; i++) {
		scan.is_lost = false;
		if (binary[i](&scan) && !scan.is_tunnel) {
			(void)login_find_sql(&scan); /* passwords that a query sets */
			return !scan.is_lost;
		}
	}
	if (source->gap_count)
		return login_find_resp(&scan); /* lines are searched in each text between gaps */
	bool is_known = scan.is_tunnel && !scan.is_lost;
	for (size_t i = 0; i < ARRAY_COUNT(of_texts); i++)
		is_known = of_texts[i](&scan) || is_known;
	return is_known;
}
