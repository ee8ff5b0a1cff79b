//! The closed sets of the contract. The `snake_case` code of a value is what the database stores,
//! what crosses the window boundary and what other systems read; it never changes.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            strum::Display, strum::EnumString, strum::IntoStaticStr, strum::EnumIter,
            strum::VariantArray,
        )]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// The stable code of this value, as stored in the database.
            #[must_use]
            pub fn code(self) -> &'static str {
                self.into()
            }
        }
    )*};
}

codes! {
    /// What a person at the desk may do.
    Role {
        /// Works the queue and decides.
        Officer,
        /// Confirms, audits and overturns.
        Supervisor,
        /// Answers members; never sees photos.
        Support,
    }

    /// Where a request stands.
    RequestStatus {
        /// Waits for, or is under, review.
        Pending,
        /// Waits for the member to send new photos.
        Returned,
        /// Waits for a supervisor.
        Escalated,
        /// Closed: the new number is the member's.
        Approved,
        /// Closed: nothing changed.
        Rejected,
        /// Closed by the member or by time.
        Cancelled,
    }

    /// How much care a request needs. The order is the order of care.
    Risk { /// Nothing stands out.
        Low, /// Something to look at.
        Medium, /// Needs a second person.
        High }

    /// Whether a member can sign in to COE SERVICES.
    LoginState {
        /// Can sign in.
        Enabled,
        /// Held while a phone change is under review.
        Suspended,
        /// Held until a supervisor settles a suspicion.
        Locked,
    }

    /// A member's standing with the Council.
    Standing {
        /// ปกติ
        Normal,
        /// The membership ran out.
        Expired,
        /// Suspended by the Council.
        Suspended,
    }

    /// The language a member or a person at the desk reads.
    Language { /// Thai.
        Th, /// English.
        En }

    /// Which of a request's two photos.
    ImageKind {
        /// The front of the ID card.
        IdCard,
        /// The member holding the card.
        Selfie,
    }

    /// One thing an officer compares. All are required for an approval.
    CheckCode {
        /// The stated name is the recorded name.
        NameMatches,
        /// The card's ID number is the recorded one and its check digit holds.
        IdNumberMatches,
        /// The card's birth date is the recorded one.
        BirthDateMatches,
        /// The card is valid today (or for life).
        CardNotExpired,
        /// The face on the card is the face in the selfie.
        FaceMatchesSelfie,
        /// The card held in the selfie is this card.
        SelfieHoldsCard,
        /// Neither photo shows signs of editing.
        NoSignOfEditing,
    }

    /// How a check ended.
    CheckOutcome {
        /// It holds.
        Passed,
        /// It does not hold.
        Failed,
        /// The photo does not let one tell.
        Unreadable,
    }

    /// How a video call is held.
    CallChannel { /// LINE.
        Line, /// Google Meet.
        GoogleMeet, /// Zoom.
        Zoom, /// Microsoft Teams.
        Teams, /// Another one, named in the notes.
        Other }

    /// How an attempt to call ended.
    CallOutcome {
        /// Nobody answered.
        NoAnswer,
        /// The line was busy.
        Busy,
        /// Somebody else answered.
        WrongPerson,
        /// Picture or sound did not suffice.
        BadConnection,
        /// The member showed the real card and is the person on it.
        Verified,
        /// The call was held and did not convince.
        NotVerified,
    }

    /// What the member is asked to do on camera, drawn at random for each call.
    Challenge {
        /// Cover the card's photo with a thumb, then show it again.
        CoverPhoto,
        /// Read the third group of the ID number aloud.
        ReadThirdGroup,
        /// Tilt the card to the light.
        TiltCard,
        /// Turn the head to the left.
        TurnHeadLeft,
        /// Turn the head to the right.
        TurnHeadRight,
        /// Hold the card beside the face.
        CardBesideFace,
        /// Show the back of the card, then the front again.
        ShowBack,
        /// Pass a hand in front of the face.
        HandBeforeFace,
    }

    /// How a challenge went.
    ChallengeOutcome { /// Done as asked.
        Passed, /// Not done, or not convincing.
        Failed, /// Not asked.
        Skipped }

    /// Why a call looks like fraud. Any of them locks the login and needs a supervisor.
    FraudFlag {
        /// Somebody tells the member what to do.
        Coercion,
        /// The person is not the member.
        Impersonation,
        /// The card is not real.
        CardNotReal,
    }

    /// What a decision does.
    DecisionKind {
        /// The new number becomes the member's.
        Approve,
        /// Closes the request; nothing changes.
        Reject,
        /// Asks the member for new photos.
        Return,
        /// Hands the request to a supervisor.
        Escalate,
        /// A second person approves what was escalated.
        Confirm,
        /// A supervisor takes an approval back.
        Overturn,
    }

    /// Whether a member may file again after a reason.
    Finality { /// May try again.
        Retry, /// Final.
        Final }

    /// Where a message of the outbox stands.
    MessageState {
        /// Waits to be sent.
        Queued,
        /// Handed to the gateway; the answer is awaited.
        Sending,
        /// The gateway took it.
        Accepted,
        /// The phone received it.
        Delivered,
        /// It will not arrive.
        Failed,
        /// Nobody knows whether the gateway took it; a person settles it.
        Unknown,
    }

    /// Which message it is. Texts per language stand in the database.
    MessageTemplate {
        /// To the current number when a request is filed.
        Filed,
        /// To the current number when new photos are needed.
        Returned,
        /// To the new number when it is in force.
        Approved,
        /// To the old number when it was replaced. Holds nothing personal.
        SecurityNotice,
        /// To the current number when the request was rejected.
        Rejected,
        /// To both numbers when an approval was taken back.
        Overturned,
        /// To the new number, with the time of the video call.
        CallAppointment,
        /// To the new number, shortly before the video call.
        CallReminder,
    }

    /// Why a message was not taken, did not arrive, or leaves it open. Stored as `failure` of a message
    /// and as `cause` of an attempt.
    MessageFailure {
        /// The number is not one that can receive messages.
        BadNumber,
        /// The number is on a list of those that want or get no messages.
        NumberBlocked,
        /// The sender's name is not registered or not allowed.
        SenderRefused,
        /// The text was refused (its words, its length, an address in it).
        TextRefused,
        /// The account at the gateway has no credit left.
        CreditEmpty,
        /// The gateway does not accept our key or secret.
        CredentialsRefused,
        /// The gateway asked us to slow down.
        RateLimited,
        /// The gateway does not answer, or says that it cannot work; nothing was taken.
        GatewayDown,
        /// The gateway refused it for a reason of its own.
        RefusedByGateway,
        /// The request went out and no answer came in time: nobody knows whether it was taken.
        NoAnswer,
        /// The connection broke after the request went out: nobody knows whether it was taken.
        ConnectionLost,
        /// An answer came that cannot be understood: nobody knows whether it was taken.
        AnswerUnreadable,
        /// Whoever sent it was gone before the answer was on record.
        Interrupted,
        /// The dispatcher paused too long between taking the message and sending it, so it did not.
        Late,
        /// It was tried as often as is sensible.
        TriedOut,
        /// Taken, and the phone could not be reached while the message was valid.
        NotReachable,
        /// Taken, and the network refused to deliver it.
        RefusedByNetwork,
        /// Taken, and reported as not delivered without a reason that we know.
        NotDelivered,
    }

    /// What became of one call to a gateway.
    AttemptOutcome {
        /// The gateway took the message.
        Taken,
        /// It did not; another try may succeed.
        NotNow,
        /// It did not and never will.
        Refused,
        /// Nobody knows.
        Unknown,
    }

    /// What a gateway reported of a message that it took.
    ReportedState { /// The phone has it.
        Delivered, /// It will not arrive.
        Failed }

    /// What a person chose to do about a message that failed, or of which nobody knows.
    MessageChoice {
        /// The member has it, as they say themselves.
        Arrived,
        /// Send it once more, although it may arrive twice.
        SendAgain,
        /// Send it no more; somebody calls the member.
        CallInstead,
        /// Somebody called the member and told them.
        Called,
    }

    /// An SMS gateway that the desk can send by.
    GatewayKind {
        /// Reaches no phone: for training and trying out.
        Simulator,
        /// ThaiBulkSMS, API v2.
        Thaibulksms,
        /// SMSMKT.
        Smsmkt,
        /// Twilio.
        Twilio,
    }

    /// How a dispatcher gets on.
    DispatcherCondition {
        /// It sends what is due.
        Working,
        /// The gateway cannot be used now; it tries again by itself.
        Waiting,
        /// It was stopped in good order.
        Stopped,
    }

    /// Why the database refused an action. Each has a sentence in both languages.
    Refusal {
        /// The request is not open for this decision.
        RequestNotOpen,
        /// The actor does not hold the claim.
        ClaimNotHeld,
        /// The actor's claim ran out.
        ClaimExpired,
        /// Someone else holds a live claim.
        ClaimHeldByOther,
        /// Not every required check passed for the current photos.
        ChecksIncomplete,
        /// No video call with outcome `verified` exists for the current photos.
        NoVerifiedCall,
        /// The member's phone is no longer the one at filing.
        PhoneChanged,
        /// A high-risk or escalated request needs a second, different person.
        FourEyesRequired,
        /// The second person must differ from the one who escalated.
        SamePerson,
        /// A photo or its revision changed since it was looked at.
        EvidenceChanged,
        /// The actor's role may not do this.
        RoleNotAllowed,
        /// A fraud flag is open; only a supervisor may go on.
        FraudFlagOpen,
        /// A reason is needed, or the one given is unknown or of the wrong kind.
        ReasonInvalid,
        /// The idempotency key was already used for something else.
        KeyReused,
        /// The row is append-only.
        AppendOnly,
        /// The change is only allowed as the effect of a decision.
        OnlyByDecision,
        /// The staff account is closed.
        StaffInactive,
        /// The new number is the current one.
        SamePhone,
        /// The photo was not put on record as looked at before it was asked for.
        NotAnnounced,
        /// The message is no longer as it was when somebody chose what to do about it.
        MessageMoved,
        /// The text of a message lacks a placeholder, has one that nothing fills, or holds an address.
        TemplateUnfit,
    }

    /// What came of the risk rules. See [`crate::signal`].
    SignalCode {
        /// The new number is another member's today.
        NumberOfAnotherMember,
        /// The new number was another member's.
        NumberWasAnotherMembers,
        /// The new number stands in another member's open request.
        NumberInOpenRequest,
        /// The same photo file came with another member's request.
        PhotoOfAnotherMember,
        /// Both photos are the same file.
        PhotosIdentical,
        /// The stated name is not the recorded name.
        NameDiffers,
        /// The check digit of the stated national ID does not hold.
        IdCheckDigitWrong,
        /// The stated national ID is not the recorded one.
        IdNumberDiffers,
        /// The phone changed in the last 90 days.
        PhoneChangedRecently,
        /// A photo is too small to compare.
        PhotoTooSmall,
    }
}

impl RequestStatus {
    /// Whether somebody at the desk still has to do something.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Returned | Self::Escalated)
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_closed(self) -> bool {
        !self.is_open()
    }
}

impl Role {
    /// Whether the role may see photos. Support never does (PDPA: data minimisation).
    #[must_use]
    pub fn sees_photos(self) -> bool {
        !matches!(self, Self::Support)
    }

    /// Whether the role may work requests.
    #[must_use]
    pub fn reviews(self) -> bool {
        !matches!(self, Self::Support)
    }
}
