// @ts-check

/**
 * A key and a self-signed certificate of `localhost` and 127.0.0.1, for servers of the tests. Nobody else trusts it. Made by
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=localhost
 * -addext subjectAltName=DNS:localhost,IP:127.0.0.1`.
 */
export const LOCALHOST = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQW9jmqMJaLXYVGcL
5+UxCs4LFimMV8HX22JnwEzpBXOhRANCAAQG2bjR1N2Pj0DuAETC34wAXYx1CIiJ
1yDUbQK17SMci0FPD0yeKU27A4oHfgWYFuSGnInf1Zh0ytVlM0rdzCMW
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUIL6hICGjMyXEeqG56tIzjCp01d0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDEwMTA0NloYDzIxMjYxMTA2
MTAxMDQ2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQG2bjR1N2Pj0DuAETC34wAXYx1CIiJ1yDUbQK17SMci0FPD0yeKU27
A4oHfgWYFuSGnInf1Zh0ytVlM0rdzCMWo28wbTAdBgNVHQ4EFgQUaG6hj55aGdv3
2TT3wHD04SVswZswHwYDVR0jBBgwFoAUaG6hj55aGdv32TT3wHD04SVswZswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAPAO3jQywhBfDLvU6SvYAByAx/12+F6AR34nouFSn8/DAiBX
1BvTuod2xUl1eC2qMe8WELdaBcU0gM27Nvs3j0izlA==
-----END CERTIFICATE-----`,
};
