/**
 * A certificate for localhost, signed by its own key and good for nothing but these experiments.
 * Valid for a hundred years; every client here connects with `rejectUnauthorized: false` unless the refusal is the experiment.
 */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgG4rD2UzSb4alDXj1
u2qgMtgC6oRzjFp+2eywRgm32yKhRANCAARO2ylKFMA0IaTBFM4pmFnhSG4Vs6yE
pD5HPF0OZF0qkJ7OXBHuW56OQ8Jn2tzJfvIlrd9blcNJJ0cVRmSjyCsJ
-----END PRIVATE KEY-----`;

export const cert = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUOSruzr7E4jFuzDqERZ/cbAc9IcwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMDEzMzgxNFoYDzIxMjYxMDI3
MTMzODE0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARO2ylKFMA0IaTBFM4pmFnhSG4Vs6yEpD5HPF0OZF0qkJ7OXBHuW56O
Q8Jn2tzJfvIlrd9blcNJJ0cVRmSjyCsJo28wbTAdBgNVHQ4EFgQUg2/QREBrc9Eu
Y7RlCajOYyQ8gb8wHwYDVR0jBBgwFoAUg2/QREBrc9EuY7RlCajOYyQ8gb8wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAI1iJCkpt0GbW0u9lw6wcLL5BUxAOD4GE4UxK9hHH1naAiAY
7KlmT4QUJehfGTVXA9PHaFF1XzG1fSd+8QXwW+m4YA==
-----END CERTIFICATE-----`;
