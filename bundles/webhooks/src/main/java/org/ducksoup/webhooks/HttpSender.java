package org.ducksoup.webhooks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** POSTs messages to one address. Redirections are not followed: a message is for whom the operator has named. */
final class HttpSender implements Sender {
    /** RFC 9110, 8470 and 6585: the receiver asks for another attempt. */
    private static final Set<Integer> RETRIED = Set.of(408, 425, 429);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final URI url;
    private final Signature signature;
    private final InstantSource clock;
    private final Executor thread;

    /** @param thread of the answers */
    static HttpClient client(Executor thread) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(thread)
                .build();
    }

    /** @param thread on which results are told */
    HttpSender(HttpClient client, URI url, Signature signature, InstantSource clock, Executor thread) {
        this.thread = thread;
        this.client = client;
        this.url = url;
        this.signature = signature;
        this.clock = clock;
    }

    @Override
    public Runnable send(Delivery delivery, Consumer<Result> onResult) {
        long now = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("User-Agent", "DuckSoup")
                .header("webhook-id", delivery.id())
                .header("webhook-timestamp", String.valueOf(now))
                .header("webhook-signature", signature.of(delivery, now))
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.bytes()))
                .build();
        CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        var unused = sent.whenCompleteAsync(
                (response, failure) ->
                        onResult.accept(failure == null ? result(response.statusCode()) : failed(failure)),
                thread);
        return () -> sent.cancel(true);
    }

    static Result result(int status) {
        if (status / 100 == 2) {
            return Result.accepted();
        }
        boolean refused = status / 100 == 4 && !RETRIED.contains(status);
        return new Result(
                refused ? Outcome.REFUSED : Outcome.FAILED,
                "it answered " + status + (status / 100 == 3 ? ", and redirections are not followed" : ""));
    }

    private static Result failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return new Result(
                Outcome.FAILED,
                cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : " " + cause.getMessage()));
    }
}
