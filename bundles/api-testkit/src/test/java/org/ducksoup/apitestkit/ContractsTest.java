package org.ducksoup.apitestkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each way of breaking a contract makes its test fail, and no other one. */
class ContractsTest {
    /** None of these classes is declared for the container. */
    private static final String UNDECLARED = "theServerFinds";

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(BrokenEffects.Sound.class, Set.of()),
                Arguments.of(BrokenEffects.TakesAnything.class, Set.of("aWrongValueIsRefusedWithASentence")),
                Arguments.of(BrokenEffects.RefusesWithoutASentence.class, Set.of("aWrongValueIsRefusedWithASentence")),
                Arguments.of(BrokenEffects.RefusesWhatItAllows.class, Set.of("anAllowedRequestPassesInTime")),
                Arguments.of(BrokenEffects.ChecksForEver.class, Set.of("anAllowedRequestPassesInTime")),
                Arguments.of(BrokenEffects.AlsoForPictures.class, Set.of("theOtherMediumIsRefused")),
                Arguments.of(
                        BrokenEffects.CreatesNothing.class,
                        Set.of(
                                "everyStreamGetsAnEffectOfItsOwnInTime",
                                "framesAreChangedInTime",
                                "framesOfAnySizeAndContentAreChanged",
                                "initialValuesBelongToNamedElements",
                                "liveValuesAreTakenAndOthersRefused")),
                Arguments.of(BrokenEffects.CreatesSlowly.class, Set.of("everyStreamGetsAnEffectOfItsOwnInTime")),
                Arguments.of(BrokenEffects.OneForAll.class, Set.of("everyStreamGetsAnEffectOfItsOwnInTime")),
                Arguments.of(BrokenEffects.TooSlow.class, Set.of("framesAreChangedInTime")),
                Arguments.of(BrokenEffects.EvenFramesOnly.class, Set.of("framesOfAnySizeAndContentAreChanged")),
                Arguments.of(BrokenEffects.SetsAnything.class, Set.of("liveValuesAreTakenAndOthersRefused")),
                Arguments.of(BrokenEffects.PastesText.class, Set.of("noTextOfAPageBecomesLaunchText")),
                Arguments.of(BrokenEffects.NamesNoElement.class, Set.of("initialValuesBelongToNamedElements")),
                Arguments.of(BrokenEffects.PromisesTooMuch.class, Set.of("theProfileIsTrue")),
                Arguments.of(BrokenEffects.SaysNothing.class, Set.of("theProfileIsTrue")),
                Arguments.of(BrokenRecorders.Sound.class, Set.of()),
                Arguments.of(BrokenRecorders.Overwriting.class, Set.of("noFileIsOverwritten")),
                Arguments.of(
                        BrokenRecorders.Elsewhere.class,
                        Set.of("filesAreWhereTheyBelong", "nothingOrOneTrackIsRecordedToo")),
                Arguments.of(BrokenRecorders.NeverFlushing.class, Set.of("whatWasFlushedIsInTheFiles")),
                Arguments.of(BrokenRecorders.ReadingTheFrame.class, Set.of("framesAreLeftAsTheyWere")),
                Arguments.of(BrokenRecorders.NeedingPictures.class, Set.of("nothingOrOneTrackIsRecordedToo")),
                Arguments.of(
                        BrokenRecorders.MakingTheDirectory.class,
                        Set.of("aDirectoryThatCannotBeWrittenIsAnErrorOfTheDisk")),
                Arguments.of(BrokenEstimators.Sound.class, Set.of()),
                Arguments.of(
                        BrokenEstimators.Boundless.class,
                        Set.of("staysInItsRangeWhateverIsReported", "aRangeOfOneRateLeavesNoChoice")),
                Arguments.of(
                        BrokenEstimators.BeginningLow.class,
                        Set.of("beginsWithTheInitialRate", "receiversHaveNothingToDoWithEachOther")),
                Arguments.of(BrokenEstimators.OneForAll.class, Set.of("receiversHaveNothingToDoWithEachOther")),
                Arguments.of(BrokenEstimators.Blocking.class, Set.of("doesNotBlock")),
                Arguments.of(
                        BrokenEstimators.NeedingFeedback.class,
                        Set.of("emptyFeedbackAndRepeatedQuestionsAreNoProblem")),
                Arguments.of(BrokenObservers.Sound.class, Set.of()),
                Arguments.of(BrokenObservers.ExpectingUsers.class, Set.of("eventsOfEveryTypeAreTaken")),
                Arguments.of(BrokenObservers.LivingInTheMoment.class, Set.of("earlierEventsAreTakenBeforeAnyOther")),
                Arguments.of(BrokenObservers.TrustingPages.class, Set.of("hostileTextIsTaken")));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenFails(Class<?> contract, Set<String> expected) {
        Set<String> failed = new TreeSet<>();
        Set<String> passed = new TreeSet<>();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(request().selectors(selectClass(contract)).build(), new TestExecutionListener() {
                        @Override
                        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                            if (test.isTest()) {
                                String name = test.getDisplayName().replace("()", "");
                                (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? passed : failed)
                                        .add(name);
                            }
                        }
                    });
        }
        assertThat(failed).filteredOn(name -> name.startsWith(UNDECLARED)).hasSize(1);
        failed.removeIf(name -> name.startsWith(UNDECLARED));
        assertThat(failed).isEqualTo(expected);
        assertThat(passed).hasSizeGreaterThan(1);
    }
}
