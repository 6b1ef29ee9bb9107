package dev.interlock.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.UUID;

/// Calls the Interlock API for one caller. It sends a call again, with the same key, for as long as
/// its outcome is open and the time of the settings lasts. Thread-safe.
public final class InterlockClient {
  private final HttpCalls http;
  private final TokenSource tokens;
  private final ClientSettings settings;
  private final Pause pause;

  /// A client with the default settings.
  ///
  /// @param api such as `http://127.0.0.1:3000`
  public InterlockClient(URI api, TokenSource tokens) {
    this(api, tokens, ClientSettings.defaults());
  }

  public InterlockClient(URI api, TokenSource tokens, ClientSettings settings) {
    this(new HttpCalls(api), tokens, settings, Pause.REAL);
  }

  InterlockClient(HttpCalls http, TokenSource tokens, ClientSettings settings, Pause pause) {
    this.http = http;
    this.tokens = tokens;
    this.settings = settings;
    this.pause = pause;
  }

  /// A client for another caller, over the same connections.
  public InterlockClient as(TokenSource caller) {
    return new InterlockClient(http, caller, settings, pause);
  }

  /// A client of the same caller with other settings, over the same connections.
  public InterlockClient with(ClientSettings others) {
    return new InterlockClient(http, tokens, others, pause);
  }

  /// Sends a command until its outcome is known or the time is up.
  ///
  /// An interrupt, or an exception of the token source, leaves the outcome open: send the same
  /// command again.
  public <T extends Receipt> CommandOutcome<T> send(KeyedCommand<T> command)
      throws InterruptedException {
    command.begin();
    RepeatedCall.End end =
        repeated().send(ApiCall.write(command), attempt -> attempt.meaning().settled());
    Optional<ApiAnswer> last = end.last().answer();
    if (end.last().isFinal()) {
      return settled(command, last.orElseThrow());
    }
    if (end.leftOpen() || !command.endUnwritten()) {
      return new CommandOutcome.Unknown<>(command, last);
    }
    return end.settled()
        ? new CommandOutcome.Rejected<>(last.orElseThrow())
        : new CommandOutcome.NotWritten<>(command, last.orElseThrow());
  }

  /// The outcome that a final answer reports.
  private static <T extends Receipt> CommandOutcome<T> settled(
      KeyedCommand<T> command, ApiAnswer answer) {
    Optional<ReportedProblem> problem = answer.problem();
    if (problem.isEmpty()) {
      T receipt = command.receipt(answer.json().orElseThrow());
      return new CommandOutcome.Accepted<>(receipt, answer.replayed(), answer.etag());
    }
    return AnswerMeaning.of(answer.status(), problem.get().name()) == AnswerMeaning.REFUSED
        ? new CommandOutcome.Refused<>(KeptRefusal.of(problem.get()), answer.replayed())
        : new CommandOutcome.Rejected<>(answer);
  }

  /// An account; empty if it does not exist or the caller has no role there.
  public Optional<AccountState> account(UUID id) throws InterruptedException {
    return read("/accounts/" + id).flatMap(ApiAnswer::json).map(AccountState::new);
  }

  /// The journal of an account, oldest entry first. Its pages are read as they are needed.
  public Iterable<AccountEntry> entries(UUID account) {
    return entriesAfter(account, 0);
  }

  /// The journal of an account from the entry after this version on.
  public Iterable<AccountEntry> entriesAfter(UUID account, long version) {
    String path = "/accounts/" + account + "/entries";
    return () -> new ListPages<>(this, path, "entries", AccountEntry::new).after(version);
  }

  /// A hold; empty if it does not exist or the caller has no role at either account.
  public Optional<HoldState> hold(UUID id) throws InterruptedException {
    return read("/holds/" + id).flatMap(ApiAnswer::json).map(HoldState::new);
  }

  /// The open holds on an account's money, soonest expiry first. Their pages are read as they are
  /// needed.
  public Iterable<HoldState> holds(UUID account) {
    return () -> new ListPages<>(this, "/accounts/" + account + "/holds", "holds", HoldState::new);
  }

  /// The stock of an SKU; empty if it does not exist or the caller has no role at the location.
  public Optional<StockLevel> stock(UUID location, String sku) throws InterruptedException {
    return read("/stock/" + location + "/" + encoded(sku))
        .flatMap(ApiAnswer::json)
        .map(StockLevel::new);
  }

  /// A stock reservation; empty if it does not exist or the caller has no role at its location.
  public Optional<ReservationState> stockReservation(UUID id) throws InterruptedException {
    return read("/stock-reservations/" + id).flatMap(ApiAnswer::json).map(ReservationState::new);
  }

  /// All permissions at an account or location, of one version; empty if it does not exist or the
  /// caller has no role there.
  public Optional<ResourcePermissions> permissions(UUID resource) throws InterruptedException {
    return new PermissionPages(this, "/resources/" + resource + "/permissions").read();
  }

  /// Reads any path of the API, such as one of a function of your own. Empty if there is nothing
  /// that the caller may see.
  public Optional<ApiAnswer> read(String path) throws InterruptedException {
    Attempt last = repeated().send(ApiCall.read(path), InterlockClient::settlesRead).last();
    Optional<ApiAnswer> shown = last.answer().filter(InterlockClient::shows);
    if (shown.isEmpty() && !last.answer().map(InterlockClient::saysNothing).orElse(false)) {
      throw ReadFailedException.of(last);
    }
    return shown;
  }

  private static boolean saysNothing(ApiAnswer answer) {
    return answer.status() == 404 && answer.problem().isPresent();
  }

  private RepeatedCall repeated() {
    return new RepeatedCall(settings, http, tokens, pause);
  }

  private static boolean settlesRead(Attempt attempt) {
    return attempt
        .answer()
        .filter(each -> shows(each) || (each.status() / 100 == 4 && each.status() != 429))
        .isPresent();
  }

  private static boolean shows(ApiAnswer answer) {
    return answer.status() == 200 && answer.json().isPresent();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
