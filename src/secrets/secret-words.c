/*
 * Tables of the words that identify the names of secrets. Non-ASCII words are in UTF-8. Korean
 * words are also in CP949, which old sites percent-encode.
 */
#include "base/array.h"
#include "secrets/secret-names.h"

#define WORD(word)                                                                                 \
	{                                                                                          \
		(const uint8_t *)(word), sizeof(word) - 1                                          \
	}
static const struct bytes parts[] = {
	WORD("password"),
	WORD("passwd"),
	WORD("passwort"),
	WORD("passphrase"),
	WORD("passcode"),
	WORD("kennwort"),
	WORD("motdepasse"),
	WORD("contrasena"),
	WORD("contraseña"),
	WORD("secret"),
	WORD("credential"),
	WORD("apikey"),
	WORD("accesskey"),
	WORD("privatekey"),
	WORD("clientkeydata"),
	WORD("accesstoken"),
	WORD("refreshtoken"),
	WORD("authtoken"),
	WORD("sessionid"),
	WORD("sessid"),
	WORD("csrf"),
	WORD("xsrf"),
	WORD("비밀번호"),
	WORD("패스워드"),
	WORD("비번"),
	WORD("시크릿"),
	WORD("인증키"),
	WORD("\xba\xf1\xb9\xd0\xb9\xf8\xc8\xa3"), /* 비밀번호 */
	WORD("密码"),
	WORD("密碼"),
	WORD("パスワード"),
	WORD("пароль"),
	WORD("Пароль"),
	WORD("ПАРОЛЬ"),
	WORD("wachtwoord"),
	WORD("lösenord"),
	WORD("hasło"),
	WORD("passwrd"),
	WORD("passconfirm"),
	WORD("pwdconfirm"),
	WORD("tokenhash"),
};

static const struct bytes endings[] = {
	WORD("token"),
	WORD("tokenvalue"),
	WORD("pwd"),
	WORD("pw"),
	WORD("psw"),
	WORD("pass"),
	WORD("heslo"),
	WORD("pswd"),
	WORD("authenticatorcode"),
	WORD("securitycode"),
	WORD("onetimecode"),
	WORD("passkey"),
	WORD("xsession"),
	WORD("xsid"),
	WORD("oauthverifier"),
	WORD("apisig"),
	WORD("devicecode"),
	WORD("senha"),
	WORD("auth"),
	WORD("authorization"),
	WORD("authkey"),
	WORD("sessionkey"),
	WORD("accountkey"),
	WORD("appkey"),
	WORD("adminkey"),
	WORD("masterkey"),
	WORD("servicekey"),
	WORD("serverkey"),
	WORD("consumerkey"),
	WORD("subscriptionkey"),
	WORD("functionskey"),
	WORD("encryptionkey"),
	WORD("signingkey"),
	WORD("sharedkey"),
	WORD("sshkey"),
	WORD("hmackey"),
	WORD("aeskey"),
	WORD("deploykey"),
	WORD("licensekey"),
	WORD("recoverykey"),
	WORD("streamkey"),
	WORD("kakaokey"),
	WORD("kakaojskey"),
	WORD("kakaojavascriptkey"),
	WORD("naverkey"),
	WORD("signature"),
	WORD("signaturevalue"),
	WORD("signaturev1"),
	WORD("signaturev2"),
	WORD("jwt"),
	WORD("samlresponse"),
	WORD("samlrequest"),
	WORD("assertion"),
	WORD("codeverifier"),
	WORD("authcode"),
	WORD("authorizationcode"),
	WORD("verificationcode"),
	WORD("recoverycode"),
	WORD("backupcode"),
	WORD("otp"),
	WORD("otpcode"),
	WORD("mfacode"),
	WORD("pincode"),
	WORD("seedphrase"),
	WORD("mnemonic"),
	WORD("cvv"),
	WORD("cvc"),
	WORD("암호"),
	WORD("토큰"),
	WORD("인증번호"),
	WORD("인증코드"),
	WORD("비밀키"),
	WORD("개인키"),
	WORD("접근키"),
	WORD("액세스키"),
	WORD("서비스키"),
	WORD("api키"),
	WORD("쿠키"),
	WORD("세션"),
	WORD("\xbe\xcf\xc8\xa3"), /* 암호 */
	WORD("\xc5\xe4\xc5\xab"), /* 토큰 */
	WORD("\xc0\xce\xc1\xf5\xc5\xb0"), /* 인증키 */
	WORD("口令"),
	WORD("暗証番号"),
};

static const struct bytes wholes[] = {
	WORD("session"),
	WORD("sid"),
	WORD("cookie"),
	WORD("cookies"),
	WORD("setcookie"),
	WORD("bearer"),
	WORD("pat"),
	WORD("pin"),
	WORD("psk"),
	WORD("dpop"),
	WORD("hmac"),
	WORD("samlart"),
};

static const struct bytes parameters[] = {
	WORD("key"),
	WORD("code"),
	WORD("sig"),
	WORD("ticket"),
	WORD("nonce"),
};

static const struct bytes harmless[] = {
	WORD("accesscontrolallowcredentials"),
	WORD("keyid"),
	WORD("bypass"),
	WORD("compass"),
	WORD("renderpass"),
	WORD("surpass"),
	WORD("underpass"),
	WORD("overpass"),
};

const struct bytes *secret_words(enum secret_word_group group, size_t *ret_count)
{
	static const struct {
		const struct bytes *words;
		size_t count;
	} groups[SECRET_WORD_GROUP_COUNT] = {
		[SECRET_WORD_PART] = { parts, ARRAY_COUNT(parts) },
		[SECRET_WORD_ENDING] = { endings, ARRAY_COUNT(endings) },
		[SECRET_WORD_WHOLE] = { wholes, ARRAY_COUNT(wholes) },
		[SECRET_WORD_PARAMETER] = { parameters, ARRAY_COUNT(parameters) },
		[SECRET_WORD_HARMLESS] = { harmless, ARRAY_COUNT(harmless) },
	};
	*ret_count = groups[group].count;
	return groups[group].words;
}
