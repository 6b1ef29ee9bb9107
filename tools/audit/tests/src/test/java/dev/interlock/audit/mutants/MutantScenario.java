package dev.interlock.audit.mutants;

import java.util.function.Consumer;

/// A scenario for a product, mutant or not. The product itself passes each with nothing broken.
@SuppressWarnings("ImmutableEnumChecker") // method references
enum MutantScenario {
  TRANSFER_SENT_AGAIN_FOR_WANT_OF_AN_ANSWER(TransferScenarios::sentAgainForWantOfAnAnswer),
  TRANSFER_SESSION_ENDS_AT_THE_KEY(TransferScenarios::sessionEndsAtTheKey),
  TRANSFER_SESSION_ENDS_AT_THE_BALANCE(TransferScenarios::sessionEndsAtTheBalance),
  TRANSFER_ANSWER_IS_LOST(TransferScenarios::answerIsLost),
  TRANSFER_DELIVERED_TWICE(TransferScenarios::deliveredTwice),
  TRANSFER_BETWEEN_CURRENCIES(TransferScenarios::betweenCurrencies),
  TRANSFER_REFUSED_AND_SENT_AGAIN_WHEN_THERE_IS_MONEY(
      TransferScenarios::refusedAndSentAgainWhenThereIsMoney),
  TRANSFER_ONCE(TransferScenarios::once),
  TRANSFER_WITH_A_REFERENCE(TransferScenarios::withAReference),
  TRANSFER_OTHER_AMOUNT_UNDER_THE_SAME_KEY(TransferScenarios::otherAmountUnderTheSameKey),
  TRANSFER_ANSWER_IS_LOST_AT_THE_END(TransferScenarios::answerIsLostAtTheEnd),
  TRANSFER_ONE_AFTER_THE_OTHER(TransferScenarios::oneAfterTheOther),
  TRANSFER_TWO_WRITE_ONE_BALANCE(TransferScenarios::twoWriteOneBalance),
  TRANSFER_TWO_TAKE_FROM_ONE_BALANCE(TransferScenarios::twoTakeFromOneBalance),
  TRANSFER_HALFWAY_MET(TransferScenarios::halfwayMet),
  TRANSFER_THERE_AND_BACK(TransferScenarios::thereAndBack),
  TRANSFER_IN_A_CURRENCY_OF_NEITHER(TransferScenarios::inACurrencyOfNeither),
  TRANSFER_FROM_AND_TO_A_CLOSED_ACCOUNT(TransferScenarios::fromAndToAClosedAccount),
  TRANSFER_TO_AN_ACCOUNT_CLOSED_AND_REOPENED(TransferScenarios::toAnAccountClosedAndReopened),
  TRANSFER_TO_NO_ACCOUNT(TransferScenarios::toNoAccount),
  TRANSFER_OVERTAKEN(TransferScenarios::overtaken),
  TRANSFER_OF_A_VIEWER(TransferScenarios::ofAViewer),
  TRANSFER_OF_A_STRANGER(TransferScenarios::ofAStranger),
  TRANSFER_OF_A_FIRST_VIEWER(TransferScenarios::ofAFirstViewer),
  TRANSFER_OF_AN_EXPIRED_OPERATOR(TransferScenarios::ofAnExpiredOperator),
  TRANSFER_READ_OF_A_CLOSED_ACCOUNT(TransferScenarios::readOfAClosedAccount),
  TRANSFER_READ_OF_AN_EMPTY_ACCOUNT(TransferScenarios::readOfAnEmptyAccount),
  TRANSFER_WHOLE_BALANCE(TransferScenarios::wholeBalance),
  TRANSFER_MORE_THAN_THERE_IS(TransferScenarios::moreThanThereIs),
  TRANSFER_REVOKED_MEANWHILE(TransferScenarios::revokedMeanwhile),
  TRANSFER_READ_AFTER_A_WRITE(TransferScenarios::readAfterAWrite),
  TRANSFER_ENTRIES_READ_AFTER_A_WRITE(TransferScenarios::entriesReadAfterAWrite),
  DECREMENT_OF_A_STRANGER(DecrementScenarios::ofAStranger),
  DECREMENT_OF_AN_OPERATOR_REVOKED_LONG_AGO(DecrementScenarios::ofAnOperatorRevokedLongAgo),
  DECREMENT_MORE_THAN_THERE_IS(DecrementScenarios::moreThanThereIs),
  DECREMENT_OF_AN_EXPIRED_OPERATOR(DecrementScenarios::ofAnExpiredOperator),
  DECREMENT_TWO_TAKE_THE_LAST_PIECES(DecrementScenarios::twoTakeTheLastPieces),
  DECREMENT_TWO_TAKE_OF_ONE_STOCK(DecrementScenarios::twoTakeOfOneStock),
  DECREMENT_SINGLE_PIECES(DecrementScenarios::singlePieces),
  DECREMENT_SKU_THAT_IS_NOT(DecrementScenarios::skuThatIsNot),
  DECREMENT_ONE_LINE(DecrementScenarios::oneLine),
  DECREMENT_SPLIT_LINES_AND_A_REFERENCE(DecrementScenarios::splitLinesAndAReference),
  DECREMENT_TWO_LINES(DecrementScenarios::twoLines),
  DECREMENT_OVERTAKEN(DecrementScenarios::overtaken),
  DECREMENT_WHOLE_STOCK(DecrementScenarios::wholeStock),
  DECREMENT_REVOKED_MEANWHILE(DecrementScenarios::revokedMeanwhile),
  DECREMENT_READ_AFTER_A_WRITE(DecrementScenarios::readAfterAWrite),
  CHANGE_ONCE(ChangeScenarios::once),
  CHANGE_TWO_FROM_ONE_VERSION(ChangeScenarios::twoFromOneVersion),
  CHANGE_BOTH_OWNERS_LEAVE_AT_ONCE(ChangeScenarios::bothOwnersLeaveAtOnce),
  CHANGE_BOTH_OWNERS_LEAVE(ChangeScenarios::bothOwnersLeave),
  CHANGE_SAME_ROLE_AGAIN(ChangeScenarios::sameRoleAgain),
  CHANGE_MADE_ENDLESS(ChangeScenarios::madeEndless),
  CHANGE_OPERATOR_UNTIL_LATER_MADE_OWNER(ChangeScenarios::operatorUntilLaterMadeOwner),
  CHANGE_GIVEN_AND_TAKEN(ChangeScenarios::givenAndTaken),
  CHANGE_PAST_ALREADY(ChangeScenarios::pastAlready),
  CHANGE_PAST_ALREADY_FROM_AN_OLD_VERSION(ChangeScenarios::pastAlreadyFromAnOldVersion),
  CHANGE_AN_OWNER_LEAVES_AND_ANOTHER_STAYS(ChangeScenarios::anOwnerLeavesAndAnotherStays),
  CHANGE_OVERTAKEN(ChangeScenarios::overtaken),
  CHANGE_TWO_CALLERS_HAVE_ONE_KEY(ChangeScenarios::twoCallersHaveOneKey),
  CHANGE_OF_AN_OPERATOR(ChangeScenarios::ofAnOperator),
  CHANGE_OF_NO_RESOURCE(ChangeScenarios::ofNoResource),
  CHANGE_FROM_AN_OLD_VERSION(ChangeScenarios::fromAnOldVersion),
  CHANGE_READ_AFTER_A_WRITE(ChangeScenarios::readAfterAWrite),
  CHANGE_READ_AFTER_A_GRANT_HAS_ENDED(ChangeScenarios::readAfterAGrantHasEnded),
  HOLD_SETTLED_IN_PART(HoldScenarios::settledInPart),
  HOLD_SETTLED_TWICE(HoldScenarios::settledTwice),
  HOLD_SETTLED_AFTER_ITS_EXPIRY(HoldScenarios::settledAfterItsExpiry),
  HOLD_FOR_A_CLOSED_ACCOUNT(HoldScenarios::forAClosedAccount),
  HOLD_PLACED_WHEN_ONE_HAS_EXPIRED(HoldScenarios::placedWhenOneHasExpired),
  HOLD_ALL_PLACED_AGAIN(HoldScenarios::allPlacedAgain),
  HOLD_MORE_THAN_IS_AVAILABLE(HoldScenarios::moreThanIsAvailable),
  RESERVATION_TAKEN_IN_PART(HoldScenarios::reservationTakenInPart),
  RESERVATION_TAKEN_TWICE(HoldScenarios::reservationTakenTwice),
  RESERVATION_TAKEN_AFTER_ITS_EXPIRY(HoldScenarios::reservationTakenAfterItsExpiry),
  RESERVATION_WHEN_ONE_HAS_EXPIRED(HoldScenarios::reservedWhenOneHasExpired);

  private final Consumer<ScenarioRun> steps;

  MutantScenario(Consumer<ScenarioRun> steps) {
    this.steps = steps;
  }

  void play(ScenarioRun run) {
    steps.accept(run);
  }
}
